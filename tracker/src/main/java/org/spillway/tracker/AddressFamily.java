package org.spillway.tracker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.CompactPeers;

/**
 * The two families of addresses, which are kept apart everywhere: a peer that asks over one of them
 * gets the counts of that family, and its peers first (BEP 7, BEP 15).
 *
 * <p>Peers in memory are packed into {@link #words} longs. The last long holds the port and below
 * it, for {@link PeerTable}, a stamp of 16 bits; the IPv4 address fits on top of them, and an IPv6
 * address takes two longs before it. The last long is never 0, because no peer has port 0.
 */
enum AddressFamily {
  IPV4(1, CompactPeers.IPV4_LENGTH),
  IPV6(3, CompactPeers.IPV6_LENGTH);

  private static final int STAMP_BITS = 16;

  private final int words;
  private final int compactLength;

  AddressFamily(int words, int compactLength) {
    this.words = words;
    this.compactLength = compactLength;
  }

  static AddressFamily of(InetAddress address) {
    return address instanceof Inet6Address ? IPV6 : IPV4;
  }

  AddressFamily other() {
    return this == IPV4 ? IPV6 : IPV4;
  }

  /** Returns how many longs a packed peer takes. */
  int words() {
    return words;
  }

  /** Returns how many bytes a peer takes in an answer. */
  int compactLength() {
    return compactLength;
  }

  /** Packs a peer, with a stamp of 0. */
  long[] pack(PeerAddress peer) {
    var address = ByteBuffer.wrap(peer.address().getAddress());
    long port = (long) peer.port() << STAMP_BITS;
    if (this == IPV4) {
      return new long[] {(long) address.getInt() << 32 | port};
    }
    return new long[] {address.getLong(), address.getLong(), port};
  }

  /** Returns what all addresses share that one host may choose from: one IPv6 host has a /64. */
  long host(long[] packed, int at) {
    return this == IPV4 ? packed[at] >>> Integer.SIZE : packed[at];
  }

  /** Writes {@link #compactLength} bytes. */
  void unpack(long[] packed, int at, ByteBuffer out) {
    long last = packed[at + words - 1];
    if (this == IPV4) {
      out.putInt((int) (last >>> 32));
    } else {
      out.putLong(packed[at]).putLong(packed[at + 1]);
    }
    out.putShort((short) (last >>> STAMP_BITS));
  }

  /** Reads all peers of a buffer, in the form that {@link #unpack} writes. */
  CompactPeers read(ByteBuffer in) {
    return read(in, ByteBuffer.allocate(0));
  }

  /**
   * Reads all peers of both buffers.
   *
   * @param others the peers of the other family
   */
  CompactPeers read(ByteBuffer in, ByteBuffer others) {
    byte[] own = bytes(in);
    byte[] other = bytes(others);
    return this == IPV4 ? CompactPeers.wrap(own, other) : CompactPeers.wrap(other, own);
  }

  private static byte[] bytes(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }
}
