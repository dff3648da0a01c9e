package org.spillway.seeder;

/**
 * A seeder at one moment; sums are since the start.
 *
 * @param connections to peers now, those that are being made or shake hands included
 * @param connectionsRefused closed at once: too many, of one address or of all
 * @param torrents that have a peer now
 * @param bytesSent in blocks
 * @param requestsRejected or dropped: choked, out of range, or too many
 * @param handshakesRefused for torrents that are not offered
 * @param misbehaved connections that were closed for what the peer sent
 * @param dials begun to peers that the tracker told of
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
    long dials) {}
