package org.spillway.swarm.announce;

import java.time.Duration;

/** A tracker of a torrent, and what it knows of us. Used on one event loop. */
final class TieredTracker {
  private final String url;
  private String trackerId = "";
  private boolean knowsUs;
  private int failures;
  private long retryAt;

  TieredTracker(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  /** Returns the id that the tracker gave; empty if it gave none. */
  String trackerId() {
    return trackerId;
  }

  /** Returns whether the tracker has accepted an announce. */
  boolean knowsUs() {
    return knowsUs;
  }

  /** Returns whether the tracker has failed the last time that it was asked. */
  boolean hasFailed() {
    return failures > 0;
  }

  /** Returns how often the tracker has failed in a row. */
  int failures() {
    return failures;
  }

  /** Returns how long the tracker must be left alone because it has failed; zero or less if not. */
  long nanosUntilRetry(long now) {
    return failures == 0 ? 0 : retryAt - now;
  }

  /** Notes an answer; a tracker that does not repeat its id keeps it (BEP 3). */
  void succeeded(String newTrackerId) {
    knowsUs = true;
    failures = 0;
    trackerId = newTrackerId.isEmpty() ? trackerId : newTrackerId;
  }

  void failed() {
    failures++;
  }

  void retryAfter(long now, Duration wait) {
    retryAt = now + wait.toNanos();
  }
}
