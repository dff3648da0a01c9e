package org.spillway.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The patience of all tests: they wait for a condition, not for a time. */
public final class Patience {
  /** Tests wait for so long that a busy machine does not make them fail. */
  private static final Duration MOST = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(10);

  private Patience() {}

  /**
   * Begins a wait of one minute at most, unless the caller sets another time. The condition is
   * looked at in the thread that waits, at once and then every few milliseconds.
   *
   * @param what the test waits for, as the message says it when it did not come
   */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(MOST)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(PAUSE);
  }
}
