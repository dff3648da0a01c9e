package org.spillway.swarm.encryption;

import org.spillway.torrent.InfoHash;

/**
 * What an encrypted handshake has led to.
 *
 * @param torrent the torrent that both sides know
 * @param method the method that was selected
 * @param incoming decrypts what the peer sends
 * @param outgoing encrypts what we send
 * @param initialPayload the number of bytes that the peer sends encrypted whatever was selected
 */
record StreamCiphers(
    InfoHash torrent, CryptoMethod method, Rc4 incoming, Rc4 outgoing, int initialPayload) {}
