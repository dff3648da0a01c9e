package org.spillway.webapp.command;

import java.io.IOException;
import java.io.PrintWriter;

/** Ends what a command prints. */
final class Output {
  private Output() {}

  /**
   * Throws if the output could not be written: half of it, as on a full disk, must not look like a
   * whole one to a script.
   */
  static void requireWritten(PrintWriter out) throws IOException {
    // Neither kind of stream throws, and the writer does not see what the stream below it met.
    if (out.checkError() || System.out.checkError()) {
      throw new IOException("standard output: cannot be written");
    }
  }
}
