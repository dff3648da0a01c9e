package org.spillway.webapp.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.spillway.client.DownloadException;
import org.spillway.client.Downloader;
import org.spillway.net.DaemonThreads;
import org.spillway.webapp.terminal.Display;

/** Runs several downloads, a few at a time. */
public final class ParallelDownloads {
  private final Downloader downloader;
  private final Display display;

  public ParallelDownloads(Downloader downloader, Display display) {
    this.downloader = downloader;
    this.display = display;
  }

  /** Says how a download ended that has no file. */
  public record Failed(String argument, DownloadException reason) {}

  /**
   * Runs the downloads, and blocks until all have ended.
   *
   * @param most how many run at a time
   * @return those that failed, in the order of the arguments
   * @throws InterruptedException if the thread is interrupted; then every download has ended
   */
  public List<Failed> run(List<PlacedDownload> downloads, int most) throws InterruptedException {
    if (downloads.size() == 1) {
      return run(downloads.get(0)).stream().toList();
    }
    var threads = Executors.newFixedThreadPool(most, new DaemonThreads("download"));
    try {
      return await(downloads.stream().map(one -> threads.submit(() -> run(one))).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Failed> await(List<Future<Optional<Failed>>> running)
      throws InterruptedException {
    List<Failed> failed = new ArrayList<>();
    for (var download : running) {
      try {
        download.get().ifPresent(failed::add);
      } catch (ExecutionException e) {
        throw new IllegalStateException("a download failed unexpectedly", e.getCause());
      }
    }
    return failed;
  }

  private Optional<Failed> run(PlacedDownload download) throws InterruptedException {
    var view = display.begin(download.name());
    try {
      download.run(downloader, view);
      return Optional.empty();
    } catch (DownloadException e) {
      view.failed(ExitCode.of(e.reason()).code(), String.valueOf(e.getMessage()));
      return Optional.of(new Failed(download.name(), e));
    }
  }
}
