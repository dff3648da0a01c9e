package org.spillway.negotiation;

import java.time.Duration;
import org.spillway.catalog.OfferedTorrent;

/**
 * Decides whether a client that asks for a file as a web seed (BEP 19) gets it, or is left to the
 * swarm. The application hands one in that knows the swarm. Called on the threads that answer
 * requests, from several at a time: must not block.
 */
@FunctionalInterface
public interface WebSeedPolicy {
  /** Sends to every client. */
  WebSeedPolicy SEND = (torrent, client) -> Decision.send();

  /**
   * @param client the IP address that the request comes from, as text
   */
  Decision decide(OfferedTorrent torrent, String client);

  /**
   * The decision about one request.
   *
   * @param time after which it may ask again, or after which it is decided anew
   */
  record Decision(Kind kind, Duration time) {
    /** The kinds of decisions. */
    public enum Kind {
      /** The client gets the bytes. */
      SEND,
      /** The client gets 503 with Retry-After. */
      LATER,
      /** The client waits; if it is still undecided then, it gets the bytes. */
      UNDECIDED
    }

    public static Decision send() {
      return new Decision(Kind.SEND, Duration.ZERO);
    }

    public static Decision later(Duration retryAfter) {
      return new Decision(Kind.LATER, retryAfter);
    }

    public static Decision undecided(Duration delay) {
      return new Decision(Kind.UNDECIDED, delay);
    }
  }
}
