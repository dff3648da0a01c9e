package org.spillway.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/**
 * Asks a server again that broke off, or that asked to come back later. Only tries without a new
 * byte count. For use by one thread.
 */
final class ServerRetries {
  private final OriginServer origin;
  private final int most;
  private final Progress progress;
  private final Backoff backoff = new Backoff(new Random());
  private long reached;

  /**
   * @param most the tries in turn without a new byte after which it is given up
   */
  ServerRetries(OriginServer origin, int most, Progress progress) {
    this.origin = origin;
    this.most = most;
    this.progress = progress;
  }

  /**
   * Returns the first answer that is not the server's failure.
   *
   * @param first what the server answered before
   * @param last is thrown when the server is given up
   */
  OriginServer.Answer run(OriginServer.Answer.Unavailable first, DownloadException last)
      throws IOException, InterruptedException {
    OriginServer.Answer answer = first;
    while (answer instanceof OriginServer.Answer.Unavailable unavailable) {
      var hope = unavailable.hope();
      if (hope.reached() > reached) {
        reached = hope.reached();
        backoff.reset();
      }
      if (backoff.tries() >= most) {
        throw last;
      }
      var wait = Duration.ofMillis(Math.max(backoff.failed(), hope.delay().toMillis()));
      progress.note(
          "%s: %s; asking again in %.1f s"
              .formatted(unavailable.url(), unavailable.reason(), wait.toMillis() / 1000.0));
      Thread.sleep(wait.toMillis());
      answer = origin.ask();
    }
    return answer;
  }
}
