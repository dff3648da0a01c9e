package org.spillway.catalog.source;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells the operator once that a folder in the state folder cannot be written, and once that it can
 * be written again. Safe for use by many threads.
 */
public final class WriteTrouble {
  private static final System.Logger log = System.getLogger(WriteTrouble.class.getName());

  private final Path folder;
  private final String meanwhile;
  private final Duration calm;
  private boolean known;

  /** The time of the last failure, by {@link System#nanoTime}. */
  private long failed;

  /**
   * @param meanwhile says what becomes of what cannot be written
   * @param calm how long nothing must fail before the trouble can be over
   */
  public WriteTrouble(Path folder, String meanwhile, Duration calm) {
    this.folder = folder;
    this.meanwhile = meanwhile;
    this.calm = calm;
  }

  /** Notes that something could not be written. */
  public synchronized void began(IOException reason) {
    failed = System.nanoTime();
    if (!known) {
      known = true;
      log.log(
          WARNING,
          "state-dir: {0} cannot be written: {1}. Make room there, or let this process write"
              + " there; a restart is not needed. {2}",
          folder,
          Problem.of(reason),
          meanwhile);
    }
  }

  /** Notes that something was written, and nothing is left to be written. */
  public synchronized void over() {
    if (known && System.nanoTime() - failed >= calm.toNanos()) {
      known = false;
      log.log(INFO, "state-dir: {0} can be written again", folder);
    }
  }
}
