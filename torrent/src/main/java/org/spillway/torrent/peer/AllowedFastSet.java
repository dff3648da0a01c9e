package org.spillway.torrent.peer;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.spillway.torrent.Digests;
import org.spillway.torrent.InfoHash;

/**
 * Computes the pieces that a peer may have while it is choked; everyone who computes them gets the
 * same set.
 */
public final class AllowedFastSet {
  private AllowedFastSet() {}

  /**
   * Returns the canonical set of BEP 6.
   *
   * @param address the address of the peer that gets the pieces; all of a /24 share one set
   * @param pieces how many pieces the torrent has
   * @param size how many pieces to choose; 10 is usual
   * @return an unmodifiable set in the order of choice; it is smaller than {@code size} only if it
   *     has all pieces
   */
  public static Set<Integer> of(InfoHash infoHash, Inet4Address address, int pieces, int size) {
    Set<Integer> chosen = new LinkedHashSet<>();
    int wanted = Math.min(size, pieces);
    byte[] digest = seed(infoHash, address);
    while (chosen.size() < wanted) {
      digest = Digests.sha1().digest(digest);
      ByteBuffer words = ByteBuffer.wrap(digest);
      while (words.hasRemaining() && chosen.size() < wanted) {
        chosen.add(Integer.remainderUnsigned(words.getInt(), pieces));
      }
    }
    return Collections.unmodifiableSet(chosen);
  }

  private static byte[] seed(InfoHash infoHash, Inet4Address address) {
    int network = ByteBuffer.wrap(address.getAddress()).getInt() & 0xffff_ff00;
    ByteBuffer seed = ByteBuffer.allocate(Integer.BYTES + InfoHash.LENGTH).putInt(network);
    infoHash.writeTo(seed);
    return seed.array();
  }
}
