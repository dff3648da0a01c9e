package org.spillway.seeder;

import org.spillway.catalog.SentBytes;

/**
 * A seeder at one moment; sums are since the start.
 *
 * @param connections to peers now, those that are being made or shake hands included
 * @param connectionsRefused closed at once: too many, of one address or of all
 * @param torrents that have a peer now
 * @param bytesSent in blocks
 * @param sent the same by file, also of torrents that have no peer any more
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
    SentBytes sent,
    long blocksSent,
    long requestsRejected,
    long handshakesRefused,
    long misbehaved,
    long dials) {}
