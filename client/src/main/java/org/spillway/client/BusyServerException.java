package org.spillway.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Thrown if a server asks to come back later (429, 503). */
final class BusyServerException extends IOException {
  private static final long serialVersionUID = 1;

  /** The longest time that a server can make us wait. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @SuppressWarnings("serial") // It is never serialized.
  private final Optional<Duration> wait;

  BusyServerException(int status, Optional<Duration> wait) {
    super("HTTP " + status);
    this.wait = wait.map(asked -> asked.compareTo(LONGEST) < 0 ? asked : LONGEST);
  }

  /** Returns the time to wait, two minutes at most, if the server names one. */
  Optional<Duration> waitingTime() {
    return wait;
  }
}
