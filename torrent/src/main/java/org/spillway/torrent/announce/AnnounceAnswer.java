package org.spillway.torrent.announce;

import java.time.Duration;
import java.util.List;
import org.spillway.torrent.PeerAddress;

/** What a tracker answers to an {@link AnnounceRequest}. */
public sealed interface AnnounceAnswer {

  /**
   * @param interval after which to announce again, in whole seconds of at most 31 bits
   * @param minInterval before which not to; zero if the tracker does not say
   * @param complete seeders in the swarm; 0 as well if the tracker does not say
   * @param incomplete other peers in the swarm; 0 as well if the tracker does not say
   * @param peers others to connect to; {@link CompactPeers} are the quickest to encode
   */
  record Announced(
      Duration interval,
      Duration minInterval,
      int complete,
      int incomplete,
      List<PeerAddress> peers)
      implements AnnounceAnswer {
    public Announced {
      Limits.interval("interval", interval);
      Limits.interval("min interval", minInterval);
      Limits.count("complete", complete);
      Limits.count("incomplete", incomplete);
      peers = CompactPeers.immutable(peers);
    }
  }

  /**
   * @param reason in words, for a human to read
   * @param retryIn after which to ask again, in whole minutes (BEP 31); zero if the tracker does
   *     not say
   */
  record Failed(String reason, Duration retryIn) implements AnnounceAnswer {
    public Failed {
      Limits.interval("retry in", retryIn);
    }

    /** Without a word on when to ask again. */
    public Failed(String reason) {
      this(reason, Duration.ZERO);
    }
  }
}
