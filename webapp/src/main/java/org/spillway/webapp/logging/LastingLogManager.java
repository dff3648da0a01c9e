package org.spillway.webapp.logging;

import java.util.logging.LogManager;

/**
 * Keeps the log open until the process has ended. The JDK's own log manager closes it in a shutdown
 * hook, at the same time as {@code serve} stops, so that lines about stopping would get lost.
 */
public final class LastingLogManager extends LogManager {
  /** The system property in which the JDK finds the name of the class, once, at the first use. */
  public static final String PROPERTY = "java.util.logging.manager";

  /** Makes the manager, as the JDK does when the first logger is asked for. */
  public LastingLogManager() {}

  /**
   * Does nothing. The JDK calls this when the process ends, and the only handler writes each line
   * at once.
   */
  @Override
  public void reset() {}
}
