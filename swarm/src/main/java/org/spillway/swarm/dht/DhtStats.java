package org.spillway.swarm.dht;

/**
 * A snapshot of a node's counters.
 *
 * @param goodNodes the nodes in the routing table that have shown recently that they are there
 * @param nodes all nodes in the routing table, without those that wait for a place
 * @param lookups the lookups that run at the moment
 * @param announced the torrents that are to be announced
 * @param storedTorrents the torrents of which others have announced peers to this node
 * @param storedPeers the peers that others have announced
 * @param traffic what has been sent and received since the start
 */
public record DhtStats(
    int goodNodes,
    int nodes,
    int lookups,
    int announced,
    int storedTorrents,
    int storedPeers,
    Traffic traffic) {

  /**
   * Counts messages since the start.
   *
   * @param queriesSent the queries that we sent
   * @param repliesReceived the answers to them, errors included
   * @param timeouts the queries that nobody answered in time
   * @param strayReplies the answers that belong to no query of ours, or came from another address
   * @param malformed the datagrams that were no messages
   * @param queriesReceived the queries of others
   * @param queriesDropped those of them that got no answer, because there were too many
   * @param errorsSent those of them that we answered with an error
   * @param peersStored the announces of others that we took
   * @param announcesSent the announces that we sent
   * @param announcesTaken those of them that were confirmed
   */
  public record Traffic(
      long queriesSent,
      long repliesReceived,
      long timeouts,
      long strayReplies,
      long malformed,
      long queriesReceived,
      long queriesDropped,
      long errorsSent,
      long peersStored,
      long announcesSent,
      long announcesTaken) {}

  /** The counters themselves. For one thread. */
  static final class Counters {
    long queriesSent;
    long repliesReceived;
    long timeouts;
    long strayReplies;
    long malformed;
    long queriesReceived;
    long queriesDropped;
    long errorsSent;
    long peersStored;
    long announcesSent;
    long announcesTaken;

    Traffic snapshot() {
      return new Traffic(
          queriesSent,
          repliesReceived,
          timeouts,
          strayReplies,
          malformed,
          queriesReceived,
          queriesDropped,
          errorsSent,
          peersStored,
          announcesSent,
          announcesTaken);
    }
  }
}
