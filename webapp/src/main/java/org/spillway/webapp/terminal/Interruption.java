package org.spillway.webapp.terminal;

import java.io.PrintWriter;

/**
 * Ends the display when the process is told to end, for example by Ctrl-C, so that the terminal has
 * a clean line, and says how to go on. The JVM ends with the exit code 130 after Ctrl-C.
 */
public final class Interruption {
  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /**
   * Begins to wait for an interruption.
   *
   * @param advice a sentence that says how to go on
   */
  public static Interruption watch(Display display, PrintWriter err, String advice) {
    var hook =
        new Thread(
            () -> {
              display.close();
              err.println("spillway: interrupted; " + advice);
              err.flush();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** Stops waiting, because the work is done. */
  public void stop() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs.
    }
  }
}
