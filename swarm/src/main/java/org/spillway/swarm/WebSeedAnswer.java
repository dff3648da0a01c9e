package org.spillway.swarm;

import java.time.Duration;

/** What a client that asks the web seed (BEP 19) gets. */
public sealed interface WebSeedAnswer {
  /** The bytes that it asked for. */
  record Send() implements WebSeedAnswer {}

  /**
   * Status 503: the client gets its pieces from the swarm, to which the built-in seeder belongs.
   *
   * @param retryAfter when it may ask again
   */
  record Later(Duration retryAfter) implements WebSeedAnswer {}

  /**
   * Nothing yet: the client may be about to connect to the seeder, which would change the answer.
   *
   * @param delay when to decide anew
   */
  record Undecided(Duration delay) implements WebSeedAnswer {}
}
