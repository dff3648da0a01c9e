package org.spillway.swarm.dht;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.spillway.swarm.dht.KrpcMessage.AnnouncePeer;
import org.spillway.swarm.dht.KrpcMessage.Arguments;
import org.spillway.swarm.dht.KrpcMessage.Failure;
import org.spillway.swarm.dht.KrpcMessage.FindNode;
import org.spillway.swarm.dht.KrpcMessage.GetPeers;
import org.spillway.swarm.dht.KrpcMessage.Query;
import org.spillway.swarm.dht.KrpcMessage.Reply;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/** Writes messages in canonical bencode. */
final class KrpcWriter {
  /** Names the program and its version to others, as BEP 5 asks. */
  static final BencodeString VERSION = BencodeString.of(new byte[] {'S', 'W', 0, 1});

  private KrpcWriter() {}

  /** Returns the bytes of a query. */
  static byte[] write(Query query) {
    var arguments = BencodeDictionary.builder().put("id", query.id().toBytes());
    var message = message(query, "q").put("q", method(query.arguments(), arguments));
    if (query.readOnly()) {
      message.put("ro", 1);
    }
    return message.put("a", arguments.build()).build().encode();
  }

  private static BencodeDictionary.Builder message(KrpcMessage message, String kind) {
    return BencodeDictionary.builder()
        .put("t", message.transaction())
        .put("v", VERSION)
        .put("y", kind);
  }

  /** Puts the arguments, and returns the name of the method. */
  private static String method(Arguments arguments, BencodeDictionary.Builder out) {
    if (arguments instanceof FindNode findNode) {
      out.put("target", findNode.target().toBytes());
      putWant(findNode.want(), out);
      return "find_node";
    }
    if (arguments instanceof GetPeers getPeers) {
      out.put("info_hash", getPeers.infoHash().toBytes());
      putWant(getPeers.want(), out);
      return "get_peers";
    }
    if (arguments instanceof AnnouncePeer announce) {
      out.put("info_hash", announce.infoHash().toBytes())
          .put("port", announce.port())
          .put("implied_port", announce.impliedPort() ? 1 : 0)
          .put("token", announce.token());
      return "announce_peer";
    }
    return "ping";
  }

  private static void putWant(Set<IpFamily> want, BencodeDictionary.Builder out) {
    if (!want.isEmpty()) {
      var texts = EnumSet.copyOf(want).stream().map(IpFamily::want).toList();
      out.put("want", BencodeList.ofTexts(texts));
    }
  }

  /**
   * Returns the bytes of an answer.
   *
   * @param families the families for which it has a list of nodes, if only an empty one
   */
  static byte[] write(Reply reply, Set<IpFamily> families) {
    var part = BencodeDictionary.builder().put("id", reply.id().toBytes());
    for (IpFamily family : families) {
      part.put(family.nodesKey(), NodeInfo.toBytes(reply.nodes(), family));
    }
    if (reply.token().length() > 0) {
      part.put("token", reply.token());
    }
    if (!reply.values().isEmpty()) {
      part.put("values", new BencodeList(reply.values().stream().map(KrpcWriter::peer).toList()));
    }
    var message = message(reply, "r").put("r", part.build());
    if (reply.ip().length() > 0) {
      message.put("ip", reply.ip());
    }
    return message.build().encode();
  }

  private static BencodeValue peer(PeerAddress peer) {
    var out = ByteBuffer.allocate(IpFamily.of(peer.address()).contactLength());
    IpFamily.writeContact(peer.address(), peer.port(), out);
    return BencodeString.of(out.array());
  }

  /** Returns the bytes of an error. */
  static byte[] write(Failure failure) {
    var error =
        BencodeList.of(new BencodeInteger(failure.code()), BencodeString.of(failure.text()));
    return message(failure, "e").put("e", error).build().encode();
  }
}
