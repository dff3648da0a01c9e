package org.spillway.swarm.peer;

/**
 * A snapshot of the counters of an engine; sums count from the start.
 *
 * @param connections the connections to peers now, including those that are being made or shake
 *     hands
 * @param connectionsRefused the connections that were closed at once because there were too many,
 *     of one address, of one torrent or of all, or because the peer had another one
 * @param bytesSent the bytes sent in blocks
 * @param bytesReceived the bytes received in blocks, wanted or not
 * @param blocksSent the number of blocks sent
 * @param requestsRejected the requests that were rejected or dropped, because the peer was choked,
 *     the block does not exist, or too many requests waited
 * @param handshakesRefused the handshakes for torrents that are not there
 * @param misbehaved the connections that were closed because of what the peer sent
 * @param dials the connections that were begun to peers
 */
public record PeerStats(
    int connections,
    long connectionsRefused,
    long bytesSent,
    long bytesReceived,
    long blocksSent,
    long requestsRejected,
    long handshakesRefused,
    long misbehaved,
    long dials) {}
