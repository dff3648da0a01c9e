package org.spillway.benchmarks.attack;

/** What a good client has got so far, and how long it waited. Safe for use by many threads. */
final class ClientProgress {
  private static final double NANOS = 1e9;

  private long bytes;
  private long answers;
  private long longest;
  private boolean waits = true;
  private long since = System.nanoTime();

  /** Notes that something was asked for. */
  synchronized void asks() {
    waits = true;
    since = System.nanoTime();
  }

  /** Notes that nothing is asked for until {@link #asks} is called again. */
  synchronized void rests() {
    waits = false;
  }

  /** Notes that bytes of it have come. */
  synchronized void got(int count) {
    bytes += count;
    answers++;
    longest = Math.max(longest, waiting());
    since = System.nanoTime();
  }

  private long waiting() {
    return waits ? System.nanoTime() - since : 0;
  }

  /** Begins a measurement; what was waited for before it does not count. */
  synchronized void begin() {
    bytes = 0;
    answers = 0;
    longest = 0;
    since = System.nanoTime();
  }

  /**
   * Ends a measurement.
   *
   * @param seconds how long it took
   */
  synchronized Measured end(double seconds) {
    return new Measured(bytes / seconds, answers / seconds, Math.max(longest, waiting()) / NANOS);
  }
}
