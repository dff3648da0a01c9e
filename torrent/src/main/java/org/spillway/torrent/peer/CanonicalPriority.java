package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.spillway.torrent.PeerAddress;

/**
 * The canonical priority of the connection between two peers (BEP 40). Both ends compute the same
 * number, and nobody can choose it without choosing an address, so that a swarm in which each peer
 * prefers high priorities is well connected.
 */
public final class CanonicalPriority {
  /** The bits that count of the bytes of which not all do. */
  private static final byte SOME = 0x55;

  private CanonicalPriority() {}

  /**
   * Returns the priority, from 0 to 2³² − 1; a higher one is preferred.
   *
   * @throws IllegalArgumentException if the addresses are of different families
   */
  public static long of(PeerAddress one, PeerAddress other) {
    if (one.isIpv6() != other.isIpv6()) {
      throw new IllegalArgumentException(
          "two addresses of one family were expected, were %s and %s".formatted(one, other));
    }
    byte[] first = one.address().getAddress();
    byte[] second = other.address().getAddress();
    return Arrays.equals(first, second)
        ? crc(bytes(one.port()), bytes(other.port()))
        : crc(first, second, one.isIpv6() ? 6 : 2);
  }

  private static byte[] bytes(int port) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) port).array();
  }

  /**
   * @param whole the number of bytes that always count in full; one more does for each of the
   *     following bytes up to the one in which the addresses differ
   */
  private static long crc(byte[] one, byte[] other, int whole) {
    int full = Math.max(whole, Math.min(Arrays.mismatch(one, other) + 1, one.length));
    return crc(masked(one, full), masked(other, full));
  }

  private static byte[] masked(byte[] address, int full) {
    byte[] masked = address.clone();
    for (int i = full; i < masked.length; i++) {
      masked[i] &= SOME;
    }
    return masked;
  }

  private static long crc(byte[] one, byte[] other) {
    boolean isOrdered = Arrays.compareUnsigned(one, other) <= 0;
    var crc = new CRC32C();
    crc.update(isOrdered ? one : other);
    crc.update(isOrdered ? other : one);
    return crc.getValue();
  }
}
