package org.spillway.torrent.announce;

import java.time.Duration;
import java.util.List;
import org.spillway.torrent.PeerAddress;

/** The answer of a tracker to an {@link AnnounceRequest}. */
public sealed interface AnnounceAnswer {

  /**
   * The tracker has accepted the announce.
   *
   * @param interval how long to wait before announcing again, in whole seconds of at most 31 bits
   * @param minInterval how long to wait at least; zero if the tracker does not say
   * @param complete the number of seeders in the swarm; 0 also if the tracker does not say
   * @param incomplete the number of other peers in the swarm; 0 also if the tracker does not say
   * @param peers the peers to connect to; {@link CompactPeers} are the quickest to encode
   * @param trackerId the text that the tracker wants to be told in later announces, with a
   *     character for each byte; empty if there is none, as always over UDP
   */
  record Announced(
      Duration interval,
      Duration minInterval,
      int complete,
      int incomplete,
      List<PeerAddress> peers,
      String trackerId)
      implements AnnounceAnswer {
    public Announced {
      Limits.interval("interval", interval);
      Limits.interval("min interval", minInterval);
      Limits.count("complete", complete);
      Limits.count("incomplete", incomplete);
      peers = CompactPeers.immutable(peers);
    }

    /** Makes an answer of a tracker that does not want to be told an id. */
    public Announced(
        Duration interval,
        Duration minInterval,
        int complete,
        int incomplete,
        List<PeerAddress> peers) {
      this(interval, minInterval, complete, incomplete, peers, "");
    }
  }

  /**
   * The tracker has refused the announce.
   *
   * @param reason the reason in words, for people
   * @param retryIn how long to wait before trying again, in whole minutes (BEP 31); zero if the
   *     tracker does not say
   */
  record Failed(String reason, Duration retryIn) implements AnnounceAnswer {
    public Failed {
      Limits.interval("retry in", retryIn);
    }

    /** Makes a refusal that does not say when to try again. */
    public Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }
}
