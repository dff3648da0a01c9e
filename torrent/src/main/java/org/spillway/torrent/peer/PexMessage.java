package org.spillway.torrent.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The message of the extension {@value #EXTENSION}, with which peers tell each other of the peers
 * that they are connected to (BEP 11).
 *
 * @param added the peers that the sender is connected to since its last message
 * @param dropped the peers that it is not connected to any more
 */
public record PexMessage(List<Added> added, List<PeerAddress> dropped) {
  /** The extension's name in an {@link ExtendedHandshake}. */
  public static final String EXTENSION = "ut_pex";

  /** The most peers of each list; those that come after them are not read. */
  public static final int MAX_PEERS = 50;

  private static final int IPV4_LENGTH = 4;
  private static final int IPV6_LENGTH = 16;

  /**
   * A peer that was added.
   *
   * @param address the address at which the peer accepts connections
   * @param flags bits that say what the sender knows of the peer
   */
  public record Added(PeerAddress address, int flags) {
    /** The bit for a peer that prefers encrypted connections. */
    public static final int PREFERS_ENCRYPTION = 0x01;

    /** The bit for a peer that only uploads, such as a seeder. */
    public static final int UPLOAD_ONLY = 0x02;

    /** The bit for a peer that speaks uTP. */
    public static final int UTP = 0x04;

    /** The bit for a peer that knows the holepunch extension (BEP 55). */
    public static final int HOLEPUNCH = 0x08;

    /** The bit for a peer that the sender dialled, and which therefore can be reached. */
    public static final int REACHABLE = 0x10;

    public Added {
      if (flags < 0 || flags > 0xff) {
        throw new IllegalArgumentException("pex: flags %d, expected 0 to 255".formatted(flags));
      }
    }

    public boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }

  public PexMessage {
    if (added.size() > MAX_PEERS || dropped.size() > MAX_PEERS) {
      throw new IllegalArgumentException(
          "pex: %d added and %d dropped peers, expected at most %d of each"
              .formatted(added.size(), dropped.size(), MAX_PEERS));
    }
    added = List.copyOf(added);
    dropped = List.copyOf(dropped);
  }

  /**
   * Reads a message. Keys of another kind count as missing, missing flags as 0; a rest that is too
   * short for a peer is ignored. Addresses to which nobody can connect are left out: those with
   * port 0, and IPv4 addresses in the form of IPv6 ones.
   *
   * @param payload the payload of an {@link Extended} with the extension's id
   * @throws MalformedMessageException if the payload is not a dictionary; says what is wrong
   */
  public static PexMessage read(ByteBuffer payload) throws MalformedMessageException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      if (Bencode.decodeLeniently(bytes).value() instanceof BencodeDictionary dictionary) {
        return of(dictionary);
      }
      throw new MalformedMessageException("pex: not a dictionary");
    } catch (MalformedBencodeException e) {
      throw new MalformedMessageException("pex: " + e.getMessage(), e);
    }
  }

  private static PexMessage of(BencodeDictionary dictionary) {
    List<Added> added = new ArrayList<>();
    readPeers(dictionary, "added", IPV4_LENGTH, added);
    readPeers(dictionary, "added6", IPV6_LENGTH, added);
    List<Added> dropped = new ArrayList<>();
    readPeers(dictionary, "dropped", IPV4_LENGTH, dropped);
    readPeers(dictionary, "dropped6", IPV6_LENGTH, dropped);
    return new PexMessage(added, dropped.stream().map(Added::address).toList());
  }

  private static void readPeers(
      BencodeDictionary dictionary, String key, int length, List<Added> peers) {
    var in = string(dictionary, key);
    var flags = string(dictionary, key + ".f");
    byte[] address = new byte[length];
    while (in.remaining() >= length + Short.BYTES && peers.size() < MAX_PEERS) {
      in.get(address);
      int port = Short.toUnsignedInt(in.getShort());
      int flag = flags.hasRemaining() ? Byte.toUnsignedInt(flags.get()) : 0;
      var inet = address(address);
      if (port != 0 && inet.getAddress().length == length) {
        peers.add(new Added(new PeerAddress(inet, port), flag));
      }
    }
  }

  private static ByteBuffer string(BencodeDictionary dictionary, String key) {
    return ByteBuffer.wrap(
        dictionary.get(key, BencodeString.class).map(BencodeString::toBytes).orElse(new byte[0]));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }

  /**
   * Returns the message of the extension. Keys of a family of which there is no peer are left out.
   *
   * @param id the number that the receiver gave the extension
   */
  public Extended toMessage(int id) {
    var dictionary = BencodeDictionary.builder();
    for (boolean ipv6 : new boolean[] {false, true}) {
      String suffix = ipv6 ? "6" : "";
      var of = added.stream().filter(peer -> peer.address().isIpv6() == ipv6).toList();
      if (!of.isEmpty()) {
        dictionary.put("added" + suffix, addresses(of.stream().map(Added::address).toList()));
        dictionary.put("added" + suffix + ".f", flags(of));
      }
      var gone = dropped.stream().filter(peer -> peer.isIpv6() == ipv6).toList();
      if (!gone.isEmpty()) {
        dictionary.put("dropped" + suffix, addresses(gone));
      }
    }
    return new Extended(id, ByteBuffer.wrap(dictionary.build().encode()));
  }

  /** Returns the compact form of addresses of one family. */
  private static byte[] addresses(List<PeerAddress> peers) {
    int length = (peers.get(0).isIpv6() ? IPV6_LENGTH : IPV4_LENGTH) + Short.BYTES;
    var out = ByteBuffer.allocate(peers.size() * length);
    for (PeerAddress peer : peers) {
      out.put(peer.address().getAddress()).putShort((short) peer.port());
    }
    return out.array();
  }

  private static byte[] flags(List<Added> peers) {
    byte[] flags = new byte[peers.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) peers.get(i).flags();
    }
    return flags;
  }
}
