package org.spillway.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the bytes of a download by their source, and passes each event on. Safe for use by many
 * threads.
 */
final class DownloadMeter implements Progress {
  private final Progress progress;
  private final LongSupplier nanoTime;
  private final long start;
  private final Map<Source, Long> bytes = new EnumMap<>(Source.class);
  private Route route = Route.PLAIN_FILE;

  /**
   * The time at which the file was complete; sharing it afterwards takes no time of the download.
   */
  private long end;

  private boolean isComplete;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  DownloadMeter(Progress progress, LongSupplier nanoTime) {
    this.progress = progress;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void found(Route found, String detail) {
    synchronized (this) {
      route = found;
    }
    progress.found(found, detail);
  }

  @Override
  public void started(String name, long length) {
    synchronized (this) {
      bytes.clear();
    }
    progress.started(name, length);
  }

  @Override
  public void received(Source source, long count) {
    synchronized (this) {
      bytes.merge(source, count, Long::sum);
    }
    progress.received(source, count);
  }

  @Override
  public void peers(int connected) {
    progress.peers(connected);
  }

  @Override
  public void note(String message) {
    progress.note(message);
  }

  @Override
  public void complete() {
    synchronized (this) {
      end = nanoTime.getAsLong();
      isComplete = true;
    }
    progress.complete();
  }

  @Override
  public void finished(DownloadResult result) {
    progress.finished(result);
  }

  synchronized DownloadResult result(Path file) {
    long length = bytes.values().stream().mapToLong(Long::longValue).sum();
    long now = isComplete ? end : nanoTime.getAsLong();
    return new DownloadResult(file, length, route, bytes, Duration.ofNanos(now - start));
  }
}
