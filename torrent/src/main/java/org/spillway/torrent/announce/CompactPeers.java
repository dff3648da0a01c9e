package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.spillway.torrent.PeerAddress;

/**
 * Peers in the form that they have on the wire: 6 bytes for each with an IPv4 address (BEP 23),
 * then 18 for each with an IPv6 address (BEP 7). Immutable, and a list like any other; but answers
 * take its bytes over without making an object for each peer.
 */
public final class CompactPeers extends AbstractList<PeerAddress> implements RandomAccess {
  /** The length of an IPv4 address and a port, in bytes. */
  public static final int IPV4_LENGTH = Addresses.IPV4_LENGTH + Short.BYTES;

  /** The length of an IPv6 address and a port, in bytes. */
  public static final int IPV6_LENGTH = Addresses.IPV6_LENGTH + Short.BYTES;

  private final byte[] ipv4;
  private final byte[] ipv6;

  private CompactPeers(byte[] ipv4, byte[] ipv6) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
  }

  /**
   * Takes the arrays without copying them; the caller must not change them, and must make sure that
   * no port is 0.
   *
   * @param ipv4 {@value #IPV4_LENGTH} bytes a peer
   * @param ipv6 {@value #IPV6_LENGTH} bytes a peer
   */
  public static CompactPeers wrap(byte[] ipv4, byte[] ipv6) {
    if (ipv4.length % IPV4_LENGTH != 0 || ipv6.length % IPV6_LENGTH != 0) {
      throw new IllegalArgumentException(
          "%d bytes of IPv4 and %d of IPv6 peers, expected multiples of 6 and 18"
              .formatted(ipv4.length, ipv6.length));
    }
    return new CompactPeers(ipv4, ipv6);
  }

  /** Returns compact peers; the list itself if it is compact already. */
  public static CompactPeers of(List<PeerAddress> peers) {
    if (peers instanceof CompactPeers compact) {
      return compact;
    }
    return new CompactPeers(bytes(peers, false), bytes(peers, true));
  }

  static List<PeerAddress> immutable(List<PeerAddress> peers) {
    return peers instanceof CompactPeers ? peers : List.copyOf(peers);
  }

  /**
   * Reads all peers of the buffer; a rest that is too short for a peer is ignored. Peers to which
   * nobody can connect are left out: those with port 0, and IPv4 addresses in the form of IPv6
   * ones.
   */
  static List<PeerAddress> read(ByteBuffer in, boolean ipv6) {
    byte[] address = new byte[ipv6 ? Addresses.IPV6_LENGTH : Addresses.IPV4_LENGTH];
    List<PeerAddress> peers = new ArrayList<>();
    while (in.remaining() >= address.length + Short.BYTES) {
      in.get(address);
      int port = Short.toUnsignedInt(in.getShort());
      var inet = Addresses.of(address);
      if (port != 0 && inet.getAddress().length == address.length) {
        peers.add(new PeerAddress(inet, port));
      }
    }
    return peers;
  }

  private static byte[] bytes(List<PeerAddress> peers, boolean ipv6) {
    long count = peers.stream().filter(peer -> peer.isIpv6() == ipv6).count();
    var out = ByteBuffer.allocate((int) count * (ipv6 ? IPV6_LENGTH : IPV4_LENGTH));
    for (PeerAddress peer : peers) {
      if (peer.isIpv6() == ipv6) {
        out.put(peer.address().getAddress()).putShort((short) peer.port());
      }
    }
    return out.array();
  }

  /** Returns the IPv4 part, not a copy; for the encoders of this package only. */
  byte[] ipv4() {
    return ipv4;
  }

  /** Returns the IPv6 part, not a copy; for the encoders of this package only. */
  byte[] ipv6() {
    return ipv6;
  }

  @Override
  public PeerAddress get(int index) {
    int ipv4Count = ipv4.length / IPV4_LENGTH;
    if (index < ipv4Count) {
      return peer(ByteBuffer.wrap(ipv4, index * IPV4_LENGTH, IPV4_LENGTH));
    }
    return peer(ByteBuffer.wrap(ipv6, (index - ipv4Count) * IPV6_LENGTH, IPV6_LENGTH));
  }

  private static PeerAddress peer(ByteBuffer in) {
    byte[] address = new byte[in.remaining() - Short.BYTES];
    in.get(address);
    return new PeerAddress(Addresses.of(address), Short.toUnsignedInt(in.getShort()));
  }

  @Override
  public int size() {
    return ipv4.length / IPV4_LENGTH + ipv6.length / IPV6_LENGTH;
  }
}
