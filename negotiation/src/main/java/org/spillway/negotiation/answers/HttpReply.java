package org.spillway.negotiation.answers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The next step of a server that has received a request. */
public sealed interface HttpReply permits Answer, HttpReply.Wait, HttpReply.AskAgain {

  /**
   * Ask again when the future is done, or when the time is over; then the request must be answered.
   *
   * @param atMost zero if the client does not wait at all
   */
  record Wait(CompletableFuture<?> until, Duration atMost) implements HttpReply {}

  /** Ask again after this time, several times if necessary. */
  record AskAgain(Duration delay) implements HttpReply {}
}
