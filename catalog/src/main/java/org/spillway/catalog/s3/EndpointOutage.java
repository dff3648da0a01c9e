package org.spillway.catalog.s3;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells whether the endpoint answers. While it does not, one request after each pause finds out
 * whether it answers again, so that no other request waits in vain. Safe for use by many threads.
 */
final class EndpointOutage {
  private static final System.Logger log = System.getLogger(EndpointOutage.class.getName());

  private final String place;
  private final long pause;
  private final LongSupplier nanoTime;
  private volatile boolean out;
  private final AtomicLong next = new AtomicLong();

  /**
   * Makes a detector for one endpoint.
   *
   * @param place the name of the endpoint in messages to the operator
   * @param pause the time between two requests during an outage
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  EndpointOutage(String place, Duration pause, LongSupplier nanoTime) {
    this.place = place;
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Returns whether there is an outage. Unlike {@link #mayAsk}, a call obliges the caller to
   * nothing.
   */
  boolean isOut() {
    return out;
  }

  /**
   * Returns whether to ask now. A caller that may ask must report the result by {@link #began} or
   * {@link #over}.
   */
  boolean mayAsk() {
    if (!out) {
      return true;
    }
    long due = next.get();
    long now = nanoTime.getAsLong();
    return now - due >= 0 && next.compareAndSet(due, now + pause);
  }

  synchronized void began(String problem) {
    next.set(nanoTime.getAsLong() + pause);
    if (!out) {
      out = true;
      log.log(
          WARNING,
          "{0} does not answer: {1}; what was offered stays offered as it was",
          place,
          problem);
    }
  }

  void over() {
    if (out) {
      end();
    }
  }

  private synchronized void end() {
    if (out) {
      out = false;
      log.log(INFO, "{0} answers again", place);
    }
  }
}
