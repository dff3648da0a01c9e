package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spillway.testing.RunningDownload;

/** One client of a run: when it came, and when it had the file. For one thread. */
final class Visitor {
  private final RunningDownload download;
  private final long came;
  private double seconds = Double.NaN;

  /**
   * @param came when it was started, by {@link System#nanoTime}
   */
  Visitor(RunningDownload download, long came) {
    this.download = download;
    this.came = came;
  }

  /**
   * Notes the time if the client is complete by now.
   *
   * @param stays whether it may go on to upload then
   */
  void look(boolean stays) {
    if (!isComplete() && download.isComplete()) {
      seconds = (System.nanoTime() - came) / 1e9;
      if (!stays) {
        download.leave();
      }
    }
  }

  boolean isComplete() {
    return !Double.isNaN(seconds);
  }

  /** Returns whether this client has the file or has failed. */
  boolean isSettled() {
    return isComplete() || download.hasFailed();
  }

  /** Returns how long it waited for the file; NaN if it has not got it. */
  double seconds() {
    return seconds;
  }

  /** Compares what it has got, byte by byte. */
  boolean hasSameBytesAs(Path file) throws IOException {
    return Files.exists(download.file()) && Files.mismatch(file, download.file()) == -1;
  }

  RunningDownload download() {
    return download;
  }
}
