package org.spillway.negotiation.answers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a door has to do next. */
public sealed interface Reply permits Answer, Reply.Wait, Reply.AskAgain {

  /**
   * Ask again when this is done, or when the time is over; an answer is due then.
   *
   * @param atMost zero if the client does not wait at all
   */
  record Wait(CompletableFuture<?> until, Duration atMost) implements Reply {}

  /** Ask again after this time, more than once if need be. */
  record AskAgain(Duration delay) implements Reply {}
}
