package org.spillway.client;

import java.io.PrintStream;
import java.time.Clock;

/** Is told of a download as it goes on; its methods are called by several threads. */
public interface Progress {
  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /** The way to the content is known; may come again when one way fails and another is taken. */
  default void found(Found found, String detail) {}

  /**
   * The content begins to come.
   *
   * @param length in bytes; −1 if the server does not say
   */
  default void started(String name, long length) {}

  /** More bytes are on the disk; of a torrent, only those whose piece has been verified. */
  default void received(Source source, long bytes) {}

  /**
   * How many peers are connected at the moment; comes about once a second or more often, from when
   * peers and web seeds have been asked. A plain file has no peers, so nothing comes.
   */
  default void peers(int connected) {}

  /** What a user may want to know, such as why one of several ways was left. */
  default void note(String message) {}

  default void finished(DownloadResult result) {}

  /**
   * A bar that is drawn over again on a terminal, else plain lines.
   *
   * @param out usually standard error
   * @param terminal whether {@code out} is one
   * @param columns of the terminal
   */
  static Progress forConsole(PrintStream out, boolean terminal, int columns) {
    var clock = Clock.systemUTC();
    return terminal ? new TerminalProgress(out, columns, clock) : new LineProgress(out, clock);
  }

  /** As above for standard error, taking {@code TERM} and {@code COLUMNS} into account. */
  static Progress forConsole() {
    return forConsole(System.err, Terminal.isThere(), Terminal.columns());
  }
}
