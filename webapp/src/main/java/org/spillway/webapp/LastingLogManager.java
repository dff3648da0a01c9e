package org.spillway.webapp;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process has ended. The JDK's own log manager closes it in a shutdown
 * hook, at the same time as {@code serve} stops, so that lines about stopping would get lost.
 */
public final class LastingLogManager extends LogManager {
  private static final String KEY = "java.util.logging.manager";

  /** The JDK makes it when the first logger is asked for. */
  public LastingLogManager() {}

  /**
   * To be called before anything asks for a logger; a log manager that was chosen already stays.
   */
  static void install() {
    if (System.getProperty(KEY) == null) {
      System.setProperty(KEY, LastingLogManager.class.getName());
    }
  }

  /** The JDK calls this when the process ends; the only handler writes each line at once. */
  @Override
  public void reset() {}
}
