package org.spillway.swarm.announce;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Sends GET requests for those who announce over HTTP. It decides which addresses may be asked, and
 * whether redirects are followed. Called by one event loop, so it must not block.
 */
@FunctionalInterface
public interface HttpGetter {
  /**
   * Gets a document.
   *
   * @param maxLength the length of the longest body that is accepted, in bytes
   * @param limit the time after which nobody waits for the answer any more
   * @return the body of an answer with status 200, on any thread; an {@link java.io.IOException} if
   *     there is no such answer
   */
  CompletionStage<byte[]> get(URI url, int maxLength, Duration limit);
}
