package org.spillway.swarm.announce;

import java.time.Duration;

/**
 * Says how long to wait for a tracker.
 *
 * @param first the time until a datagram is sent a second time; each wait is twice as long as the
 *     one before (BEP 15)
 * @param limit the longest time for one question with all its repetitions, and for an answer over
 *     HTTP
 */
public record AskTimes(Duration first, Duration limit) {
  /**
   * The longest limit. A tracker takes a connection id until two minutes after it was sent, and we
   * use it for the first time within one minute, so it is good for all repetitions within another.
   */
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** BEP 15's first wait, and a limit far below its own, which is more than two hours. */
  public static final AskTimes DEFAULT = new AskTimes(Duration.ofSeconds(15), LONGEST);

  /** The waits of three tries together, in units of the first: 1 + 2 + 4. */
  private static final int WAITS = 7;

  public AskTimes {
    if (first.toMillis() < 1 || first.compareTo(limit) > 0) {
      throw new IllegalArgumentException("first must be 1 ms to the limit, was " + first);
    }
    if (limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("limit must be at most " + LONGEST + ", was " + limit);
    }
  }

  /** Returns times for three tries, of which the last one has ended when a time is over. */
  public static AskTimes within(Duration time) {
    var limit = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return new AskTimes(limit.dividedBy(WAITS).plusMillis(1), limit);
  }
}
