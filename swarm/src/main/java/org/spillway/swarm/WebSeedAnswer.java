package org.spillway.swarm;

import java.time.Duration;

/** The answer to a client that asks the web seed (BEP 19). */
public sealed interface WebSeedAnswer {
  /** The client gets the bytes that it asked for. */
  record Send() implements WebSeedAnswer {}

  /**
   * The client gets status 503, because it gets its pieces from the swarm, to which the built-in
   * seeder belongs.
   *
   * @param retryAfter how long the client must wait before it asks again
   */
  record Later(Duration retryAfter) implements WebSeedAnswer {}

  /**
   * There is no answer yet: the client may be about to connect to the seeder, which would change
   * the answer.
   *
   * @param delay how long to wait before deciding anew
   */
  record Undecided(Duration delay) implements WebSeedAnswer {}
}
