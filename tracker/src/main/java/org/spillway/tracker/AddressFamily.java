package org.spillway.tracker;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.CompactPeers;

/**
 * The two kinds of address, which are kept apart everywhere: who asks over one of them gets counts
 * of that one, and its peers first (BEP 7, BEP 15).
 *
 * <p>Peers in memory are packed into {@link #words} longs: the last holds the port and below it,
 * for {@link PeerTable}, a stamp of 16 bits; the IPv4 address fits on top of it, an IPv6 address
 * takes two longs before it. The last one is never 0, because no peer has port 0.
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

  /** Longs that a packed peer takes. */
  int words() {
    return words;
  }

  /** Bytes that a peer takes in an answer. */
  int compactLength() {
    return compactLength;
  }

  /** With 0 for a stamp. */
  long[] pack(PeerAddress peer) {
    var address = ByteBuffer.wrap(peer.address().getAddress());
    long port = (long) peer.port() << STAMP_BITS;
    if (this == IPV4) {
      return new long[] {(long) address.getInt() << 32 | port};
    }
    return new long[] {address.getLong(), address.getLong(), port};
  }

  /** What all addresses have in common that one host may choose from: an IPv6 one has a /64. */
  long host(long[] packed, int at) {
    return this == IPV4 ? packed[at] >>> Integer.SIZE : packed[at];
  }

  /** Puts {@link #compactLength} bytes. */
  void unpack(long[] packed, int at, ByteBuffer out) {
    long last = packed[at + words - 1];
    if (this == IPV4) {
      out.putInt((int) (last >>> 32));
    } else {
      out.putLong(packed[at]).putLong(packed[at + 1]);
    }
    out.putShort((short) (last >>> STAMP_BITS));
  }

  /** Takes all that the buffer holds, in the form in which {@link #unpack} puts it. */
  CompactPeers read(ByteBuffer in) {
    return read(in, ByteBuffer.allocate(0));
  }

  /**
   * Takes all that both buffers hold.
   *
   * @param others peers of the other family
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
