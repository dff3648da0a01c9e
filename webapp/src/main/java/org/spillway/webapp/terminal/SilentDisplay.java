package org.spillway.webapp.terminal;

import java.io.PrintStream;

/** Prints errors only. */
final class SilentDisplay implements Display {
  private final PrintStream err;

  SilentDisplay(PrintStream err) {
    this.err = err;
  }

  @Override
  public DownloadView begin(String argument) {
    return (code, message) -> err.println(TextWidth.printable("spillway: " + message));
  }

  @Override
  public void close() {}
}
