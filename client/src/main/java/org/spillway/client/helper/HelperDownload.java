package org.spillway.client.helper;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Source;

/**
 * A download of the helper, from its start to its end over any number of attempts. Pausing or
 * cancelling interrupts the attempt. A new attempt waits until the one before has closed the file.
 * Safe for use by many threads.
 */
final class HelperDownload {
  private static final System.Logger log = System.getLogger(HelperDownload.class.getName());

  /**
   * The most characters of a failure. Longer ones, which name every source that failed, are cut.
   */
  private static final int MAX_FAILURE = 500;

  private final String id;
  private final DownloadSource source;
  private final Path target;
  private final JournalEntry entry;
  private final Tools tools;
  private final RateMeter meter;
  private final Object publishing = new Object();
  private Phase phase;
  private String failure;
  private Received received;
  private long length;
  private long verified;
  private int peers;
  private @Nullable Attempt attempt;
  private boolean busy;
  private @Nullable DownloadState published;

  /**
   * The parts that every download needs.
   *
   * @param executor runs the attempts, and decides how many run at once
   * @param listener is told of each change, one after the other
   * @param nanoTime as {@link System#nanoTime}
   */
  record Tools(
      Downloader downloader,
      ExecutorService executor,
      Consumer<DownloadState> listener,
      LongSupplier nanoTime) {}

  /**
   * @param entry the journal's entry, which the download has claimed
   */
  HelperDownload(String id, Remembered remembered, JournalEntry entry, Tools tools) {
    this.id = id;
    this.source = remembered.source();
    this.target = remembered.target();
    this.entry = entry;
    this.tools = tools;
    this.meter = new RateMeter(tools.nanoTime());
    this.phase = remembered.phase();
    this.failure = remembered.failure();
    this.received = remembered.received();
    this.length = remembered.length();
    this.verified = remembered.verified();
  }

  synchronized DownloadState state() {
    boolean active = phase == Phase.DOWNLOADING;
    return new DownloadState(
        id,
        source.url(),
        target,
        length,
        phase,
        verified,
        received,
        active ? peers : 0,
        active ? meter.rate() : 0,
        failure);
  }

  /** Tells the listener if something has changed since it was told last. */
  void publishIfChanged() {
    synchronized (publishing) {
      var now = state();
      if (!now.equals(published)) {
        published = now;
        tools.listener.accept(now);
      }
    }
  }

  /**
   * Begins, or continues after a restart of the helper. A paused or failed download stays as it is.
   */
  void begin() {
    synchronized (this) {
      if (phase == Phase.WAITING) {
        attempt = new Attempt();
        attempt.future = tools.executor.submit(attempt);
      }
    }
    settle();
    publishIfChanged();
  }

  void pause() {
    synchronized (this) {
      if (phase.isActive()) {
        phase = Phase.PAUSED;
        stopAttempt();
        remember();
      }
    }
    publishIfChanged();
  }

  /** Continues a paused or failed download. */
  void resume() {
    synchronized (this) {
      if (phase != Phase.PAUSED && phase != Phase.FAILED) {
        return;
      }
      phase = Phase.WAITING;
      failure = "";
      remember();
    }
    begin();
  }

  /** Ends the download, and removes an unfinished file. A finished one stays. */
  void cancel() {
    synchronized (this) {
      if (phase.isOver()) {
        return;
      }
      phase = Phase.CANCELLED;
      stopAttempt();
      remember();
    }
    settle();
    publishIfChanged();
  }

  private void stopAttempt() {
    if (attempt != null) {
      attempt.stop();
      attempt = null;
    }
  }

  private void remember() {
    try {
      entry.write(new Remembered(source, target, phase, failure, received, length, verified));
    } catch (IOException e) {
      log.log(WARNING, "the journal of the downloads cannot be written: {0}", e.getMessage());
    }
  }

  /** Forgets a download that has ended, as soon as no attempt uses the file. */
  private synchronized void settle() {
    if (!phase.isOver() || busy) {
      return;
    }
    try {
      if (phase == Phase.CANCELLED) {
        Downloader.discard(target);
      }
      entry.delete();
    } catch (IOException e) {
      log.log(WARNING, "a download cannot be cleared away: {0}", e.getMessage());
    }
  }

  /** Stops the download for now, because the helper ends. It counts as unfinished. */
  synchronized void halt() {
    stopAttempt();
  }

  /** Releases the download when the helper ends, so that another helper may claim it. */
  synchronized void release() {
    if (phase.isOver()) {
      return;
    }
    remember();
    try {
      entry.close();
    } catch (IOException e) {
      log.log(WARNING, "the journal of the downloads cannot be closed: {0}", e.getMessage());
    }
  }

  /** Waits for the attempt before. Returns false if this attempt is no longer wanted. */
  private synchronized boolean enter(Attempt entering) throws InterruptedException {
    while (busy && attempt == entering) {
      wait();
    }
    if (attempt != entering) {
      return false;
    }
    busy = true;
    phase = Phase.DOWNLOADING;
    verified = 0;
    peers = 0;
    meter.reset();
    return true;
  }

  private void leave() {
    synchronized (this) {
      busy = false;
      notifyAll();
    }
    settle();
    publishIfChanged();
  }

  /** Notes that the file is complete, even if the person has just paused the download. */
  private synchronized void done() {
    if (phase != Phase.CANCELLED) {
      phase = Phase.DONE;
      length = verified;
    }
    attempt = null;
  }

  private synchronized void failed(Attempt failed, String reason) {
    if (attempt != failed) {
      return;
    }
    attempt = null;
    phase = Phase.FAILED;
    failure = reason.length() <= MAX_FAILURE ? reason : reason.substring(0, MAX_FAILURE) + " ...";
    remember();
  }

  /** One attempt to download the file. */
  private final class Attempt implements Runnable, Progress {
    private @Nullable Future<?> future;

    void stop() {
      if (future != null) {
        future.cancel(true);
      }
    }

    @Override
    public void run() {
      try {
        if (enter(this)) {
          download();
        }
      } catch (InterruptedException e) {
        // Paused, cancelled, or the helper ends: what is verified is on the disk.
      }
    }

    private void download() throws InterruptedException {
      publishIfChanged();
      try {
        source.download(tools.downloader, target, this);
        done();
      } catch (DownloadException e) {
        stoppedBy(e, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        log.log(WARNING, source.url() + ": a bug in this program", e);
        stoppedBy(e, "The helper failed because of a bug: " + e);
      } finally {
        leave();
      }
    }

    /** Ends an attempt that failed. An interrupted attempt may end with any failure. */
    private void stoppedBy(Exception e, String reason) throws InterruptedException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      failed(this, reason);
    }

    @Override
    public void started(String name, long bytes) {
      synchronized (HelperDownload.this) {
        length = Math.max(0, bytes);
        verified = 0;
      }
    }

    @Override
    public void received(Source from, long bytes) {
      synchronized (HelperDownload.this) {
        verified += bytes;
        received = received.and(from, bytes);
        if (from != Source.RESUMED) {
          meter.add(bytes);
        }
        show(from == Source.RESUMED ? Phase.CHECKING : Phase.DOWNLOADING);
      }
    }

    @Override
    public void peers(int connected) {
      synchronized (HelperDownload.this) {
        peers = connected;
        show(Phase.DOWNLOADING);
      }
    }

    private void show(Phase now) {
      if (attempt == this) {
        phase = now;
      }
    }
  }
}
