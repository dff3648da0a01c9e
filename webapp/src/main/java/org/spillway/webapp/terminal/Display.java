package org.spillway.webapp.terminal;

/** Shows one or more downloads. Safe for use by many threads. */
public interface Display extends AutoCloseable {
  /**
   * Returns the view of one more download.
   *
   * @param argument what the user asked for
   */
  DownloadView begin(String argument);

  /** Ends the display, and leaves a clean line. Nothing is shown any more. */
  @Override
  void close();
}
