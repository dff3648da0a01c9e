package org.spillway.webapp.terminal;

import java.util.Optional;

/** Chooses a display on standard error. */
public final class Displays {
  private Displays() {}

  /**
   * Returns a line that is drawn anew if standard error is a terminal, or else plain lines.
   *
   * @param quiet whether to show errors only
   * @param areSeveral whether lines say which download they are about
   */
  public static Display of(boolean quiet, boolean areSeveral) {
    if (quiet) {
      return new SilentDisplay(System.err);
    }
    var terminal = Terminal.ofStandardError();
    return terminal.isPresent()
        ? TerminalDisplay.start(System.err, terminal.get())
        : LineDisplay.start(System.err, areSeveral);
  }

  /**
   * Returns a line that is drawn anew if standard error is a terminal, or else nothing.
   *
   * @param quiet whether to show nothing on a terminal, either
   */
  public static Display ofTerminal(boolean quiet) {
    var terminal = quiet ? Optional.<Terminal>empty() : Terminal.ofStandardError();
    return terminal.isPresent()
        ? TerminalDisplay.start(System.err, terminal.get())
        : new SilentDisplay(System.err);
  }
}
