package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spillway.swarm.dht.KrpcMessage.AnnouncePeer;
import org.spillway.swarm.dht.KrpcMessage.Arguments;
import org.spillway.swarm.dht.KrpcMessage.Failure;
import org.spillway.swarm.dht.KrpcMessage.FindNode;
import org.spillway.swarm.dht.KrpcMessage.GetPeers;
import org.spillway.swarm.dht.KrpcMessage.Ping;
import org.spillway.swarm.dht.KrpcMessage.Query;
import org.spillway.swarm.dht.KrpcMessage.Refused;
import org.spillway.swarm.dht.KrpcMessage.Reply;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.bencode.MalformedBencodeException;

/** Reads messages. Unknown keys are ignored, and so is what is more than the limits. */
final class KrpcReader {
  /** The longest message that is read, in bytes; nodes avoid those that routers must cut up. */
  static final int LONGEST_MESSAGE = 4096;

  /** The most nodes of one family that are taken from an answer; BEP 5 has nodes send 8. */
  static final int MOST_NODES = 16;

  /** The most peers that are taken from an answer; about as many fit in an Ethernet frame. */
  static final int MOST_VALUES = 200;

  private static final int LONGEST_TRANSACTION = 32;
  private static final int LONGEST_TOKEN = 128;
  private static final int LONGEST_TEXT = 100;
  private static final int MOST_WANTS = 8;

  private final BencodeDictionary message;
  private final BencodeString transaction;

  private KrpcReader(BencodeDictionary message, BencodeString transaction) {
    this.message = message;
    this.transaction = transaction;
  }

  /**
   * Reads one message; the buffer is used up.
   *
   * @throws MalformedKrpcException if it is none, or cannot even be answered with an error
   */
  static KrpcMessage read(ByteBuffer datagram) throws MalformedKrpcException {
    if (datagram.remaining() > LONGEST_MESSAGE) {
      throw new MalformedKrpcException(
          "a message must have at most %d bytes, had %d"
              .formatted(LONGEST_MESSAGE, datagram.remaining()));
    }
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(bytes);
    var message = dictionary(bytes);
    var transaction =
        message
            .get("t", BencodeString.class)
            .filter(id -> id.length() > 0 && id.length() <= LONGEST_TRANSACTION)
            .orElseThrow(() -> wrong("'t' must be a string of 1 to 32 bytes"));
    return new KrpcReader(message, transaction).message();
  }

  static BencodeDictionary dictionary(byte[] bytes) throws MalformedKrpcException {
    try {
      if (Bencode.decodeLeniently(bytes).value() instanceof BencodeDictionary dictionary) {
        return dictionary;
      }
    } catch (MalformedBencodeException e) {
      throw new MalformedKrpcException("not bencode: " + e.getMessage(), e);
    }
    throw wrong("the bytes must be a dictionary");
  }

  private static MalformedKrpcException wrong(String text) {
    return new MalformedKrpcException(text);
  }

  private KrpcMessage message() throws MalformedKrpcException {
    return switch (text(message, "y")) {
      case "q" -> query();
      case "r" -> reply(part("r"));
      case "e" -> failure();
      default -> throw wrong("'y' must be q, r or e");
    };
  }

  private static String text(BencodeDictionary dictionary, String key) {
    return dictionary
        .get(key, BencodeString.class)
        .filter(string -> string.length() <= LONGEST_TEXT)
        .map(BencodeString::text)
        .orElse("");
  }

  private BencodeDictionary part(String key) throws MalformedKrpcException {
    return message
        .get(key, BencodeDictionary.class)
        .orElseThrow(() -> wrong("'%s' must be a dictionary".formatted(key)));
  }

  private KrpcMessage query() {
    var part = message.get("a", BencodeDictionary.class);
    var id = part.flatMap(arguments -> place(arguments, "id"));
    if (part.isEmpty() || id.isEmpty()) {
      return refused(KrpcMessage.PROTOCOL_ERROR, "'a' must be a dictionary with an id of 20 bytes");
    }
    var method = text(message, "q");
    var arguments = arguments(method, part.get());
    if (arguments.isPresent()) {
      boolean readOnly = number(message, "ro") == 1;
      return new Query(transaction, id.get(), readOnly, arguments.get());
    }
    return switch (method) {
      case "ping", "find_node", "get_peers", "announce_peer" ->
          refused(KrpcMessage.PROTOCOL_ERROR, "wrong arguments");
      default -> refused(KrpcMessage.METHOD_UNKNOWN, "method unknown");
    };
  }

  private Refused refused(int code, String text) {
    return new Refused(new Failure(transaction, code, text));
  }

  private static Optional<Arguments> arguments(String method, BencodeDictionary part) {
    var infoHash = place(part, "info_hash").map(place -> InfoHash.of(place.toBytes()));
    return switch (method) {
      case "ping" -> Optional.of(new Ping());
      case "find_node" -> place(part, "target").map(target -> new FindNode(target, want(part)));
      case "get_peers" -> infoHash.map(torrent -> new GetPeers(torrent, want(part)));
      case "announce_peer" -> infoHash.flatMap(torrent -> announce(torrent, part));
      // Nodes answer methods that are newer than themselves with the closest nodes.
      default ->
          place(part, "target")
              .or(() -> infoHash.map(NodeId::of))
              .map(target -> new FindNode(target, want(part)));
    };
  }

  private static Optional<NodeId> place(BencodeDictionary part, String key) {
    return part.get(key, BencodeString.class)
        .filter(string -> string.length() == NodeId.LENGTH)
        .map(string -> NodeId.of(string.toBytes()));
  }

  private static long number(BencodeDictionary dictionary, String key) {
    return dictionary.get(key, BencodeInteger.class).map(BencodeInteger::value).orElse(0L);
  }

  private static Optional<Arguments> announce(InfoHash infoHash, BencodeDictionary part) {
    long port = number(part, "port");
    boolean impliedPort = number(part, "implied_port") != 0;
    boolean isPort = port >= 1 && port <= 65535;
    var token = token(part);
    if (token.length() == 0 || !(isPort || impliedPort)) {
      return Optional.empty();
    }
    return Optional.of(new AnnouncePeer(infoHash, isPort ? (int) port : 0, impliedPort, token));
  }

  private static BencodeString token(BencodeDictionary part) {
    return part.get("token", BencodeString.class)
        .filter(token -> token.length() <= LONGEST_TOKEN)
        .orElse(KrpcMessage.NOTHING);
  }

  private static Set<IpFamily> want(BencodeDictionary part) {
    var families = EnumSet.noneOf(IpFamily.class);
    var wants = strings(part, "want", MOST_WANTS);
    for (IpFamily family : IpFamily.values()) {
      if (wants.contains(BencodeString.of(family.want()))) {
        families.add(family);
      }
    }
    return families;
  }

  private static List<BencodeString> strings(BencodeDictionary part, String key, int most) {
    return part.get(key, BencodeList.class).map(BencodeList::values).orElse(List.of()).stream()
        .limit(most)
        .filter(BencodeString.class::isInstance)
        .map(BencodeString.class::cast)
        .toList();
  }

  private Reply reply(BencodeDictionary part) throws MalformedKrpcException {
    var id = place(part, "id").orElseThrow(() -> wrong("'id' must be a string of 20 bytes"));
    List<NodeInfo> nodes = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      part.get(family.nodesKey(), BencodeString.class)
          .map(bytes -> NodeInfo.readAll(bytes.toBytes(), family, MOST_NODES))
          .ifPresent(nodes::addAll);
    }
    List<PeerAddress> peers = new ArrayList<>();
    strings(part, "values", MOST_VALUES).forEach(value -> peer(value).ifPresent(peers::add));
    var ip = message.get("ip", BencodeString.class).filter(bytes -> bytes.length() <= 18);
    return new Reply(transaction, id, nodes, peers, token(part), ip.orElse(KrpcMessage.NOTHING));
  }

  private static Optional<PeerAddress> peer(BencodeString value) {
    for (IpFamily family : IpFamily.values()) {
      if (value.length() == family.contactLength()) {
        return family.readContact(ByteBuffer.wrap(value.toBytes())).map(KrpcReader::peer);
      }
    }
    return Optional.empty();
  }

  private static PeerAddress peer(InetSocketAddress address) {
    return new PeerAddress(address.getAddress(), address.getPort());
  }

  private Failure failure() {
    int code = KrpcMessage.GENERIC_ERROR;
    String text = "";
    var parts = message.get("e", BencodeList.class).map(BencodeList::values).orElse(List.of());
    for (BencodeValue part : parts.subList(0, Math.min(2, parts.size()))) {
      if (part instanceof BencodeInteger number) {
        code = (int) Math.max(0, Math.min(number.value(), Integer.MAX_VALUE));
      } else if (part instanceof BencodeString string && string.length() <= LONGEST_TEXT) {
        text = string.text();
      }
    }
    return new Failure(transaction, code, text);
  }
}
