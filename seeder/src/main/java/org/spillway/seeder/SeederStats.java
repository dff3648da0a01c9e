package org.spillway.seeder;

import org.spillway.swarm.peer.PeerStats;

/**
 * A snapshot of a seeder's counters; sums count from the start.
 *
 * @param connections the connections to peers now, including those that are being made or shake
 *     hands
 * @param connectionsRefused the connections that were closed at once because there were too many,
 *     of one address, of one torrent or of all, or because the peer had another one
 * @param torrents the torrents that have a peer now
 * @param bytesSent the bytes sent in blocks
 * @param blocksSent the number of blocks sent
 * @param requestsRejected the requests that were rejected or dropped, because the peer was choked,
 *     the block does not exist, or too many requests waited
 * @param handshakesRefused the handshakes for torrents that are not offered
 * @param misbehaved the connections that were closed because of what the peer sent
 * @param dials the connections begun to peers that the tracker named
 */
public record SeederStats(
    int connections,
    long connectionsRefused,
    int torrents,
    long bytesSent,
    long blocksSent,
    long requestsRejected,
    long handshakesRefused,
    long misbehaved,
    long dials) {

  static SeederStats of(PeerStats peers, int torrents) {
    return new SeederStats(
        peers.connections(),
        peers.connectionsRefused(),
        torrents,
        peers.bytesSent(),
        peers.blocksSent(),
        peers.requestsRejected(),
        peers.handshakesRefused(),
        peers.misbehaved(),
        peers.dials());
  }
}
