package org.spillway.webapp.terminal;

import org.spillway.client.Progress;

/** Shows one download. */
public interface DownloadView extends Progress {
  /**
   * Tells that the download has ended without its file.
   *
   * @param code the exit code that this download alone would have
   * @param message a sentence that says why
   */
  void failed(int code, String message);
}
