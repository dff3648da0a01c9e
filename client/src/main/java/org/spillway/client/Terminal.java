package org.spillway.client;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody watches. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  static boolean isThere() {
    String term = System.getenv().getOrDefault("TERM", "dumb");
    return !term.equals("dumb") && isInteractive(System.console());
  }

  /** Up to JDK 21 a console is a terminal; from 22 on it has to be asked. */
  private static boolean isInteractive(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  static int columns() {
    try {
      return Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "80"));
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }
}
