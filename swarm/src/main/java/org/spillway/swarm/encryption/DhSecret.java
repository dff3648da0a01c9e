package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import org.spillway.torrent.Digests;
import org.spillway.torrent.InfoHash;

/** What both sides know after the exchange of keys, and what they derive from it: S. */
final class DhSecret {
  private final byte[] bytes;

  /**
   * Makes a secret.
   *
   * @param bytes as many as the prime has
   */
  DhSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the hash by which the responder finds the end of the initiator's padding. */
  byte[] synchronisation() {
    return digest("req1").digest(bytes);
  }

  /**
   * Hides the hash of a torrent, or shows it again: HASH('req2', SKEY) xor HASH('req3', S).
   *
   * @param hash {@link #ofTorrent the hash}, or what this method made of it
   */
  byte[] hide(byte[] hash) {
    byte[] mask = digest("req3").digest(bytes);
    for (int i = 0; i < mask.length; i++) {
      mask[i] ^= hash[i];
    }
    return mask;
  }

  /** Returns the hash by which the responder finds the torrent. */
  static byte[] ofTorrent(InfoHash torrent) {
    return digest("req2").digest(torrent.toBytes());
  }

  /** Returns a cipher for what the initiator sends. */
  Rc4 initiatorCipher(InfoHash torrent) {
    return cipher("keyA", torrent);
  }

  /** Returns a cipher for what the responder sends. */
  Rc4 responderCipher(InfoHash torrent) {
    return cipher("keyB", torrent);
  }

  private Rc4 cipher(String name, InfoHash torrent) {
    var digest = digest(name);
    digest.update(bytes);
    return Rc4.dropping(digest.digest(torrent.toBytes()));
  }

  private static MessageDigest digest(String prefix) {
    var digest = Digests.sha1();
    digest.update(prefix.getBytes(US_ASCII));
    return digest;
  }
}
