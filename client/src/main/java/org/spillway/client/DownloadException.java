package org.spillway.client;

import java.io.IOException;

/** A download that ended without its file; the message names the URL, host, record or path. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1;

  private final ExitCode exitCode;

  DownloadException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  DownloadException(ExitCode exitCode, String message, IOException cause) {
    super(message + ": " + Problems.describe(cause), cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
