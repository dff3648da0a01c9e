package org.spillway.webapp.logging;

import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.spillway.webapp.terminal.TextWidth;

/**
 * Formats the log as the JDK does, but lets no character through that could command the terminal on
 * which somebody reads it: messages may hold names of files, and what clients have sent.
 */
public final class PrintableLog extends SimpleFormatter {
  @Override
  public String format(LogRecord message) {
    return TextWidth.printableLines(super.format(message));
  }
}
