package org.spillway.swarm.encryption;

import org.spillway.torrent.InfoHash;

/**
 * Tells the handlers of a channel, as a user event, that the handshake of the encryption is done.
 *
 * @param torrent the torrent by which the initiator began; the peer's BitTorrent handshake follows
 * @param method the method that both sides use from now on
 */
public record EncryptedStream(InfoHash torrent, CryptoMethod method) {}
