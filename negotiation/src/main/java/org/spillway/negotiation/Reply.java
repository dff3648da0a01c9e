package org.spillway.negotiation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a door has to do next. */
sealed interface Reply permits Answer, Reply.Wait {

  /**
   * Ask again when this is done, or when the time is over; an answer is due then.
   *
   * @param atMost zero if the client does not wait at all
   */
  record Wait(CompletableFuture<?> until, Duration atMost) implements Reply {

    /** Nothing but the time is waited for. */
    static Wait of(Duration time) {
      return new Wait(new CompletableFuture<>(), time);
    }
  }
}
