package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.spillway.swarm.dht.KrpcMessage.AnnouncePeer;
import org.spillway.swarm.dht.KrpcMessage.Failure;
import org.spillway.swarm.dht.KrpcMessage.FindNode;
import org.spillway.swarm.dht.KrpcMessage.GetPeers;
import org.spillway.swarm.dht.KrpcMessage.Query;
import org.spillway.swarm.dht.KrpcMessage.Reply;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/**
 * Answers the queries of other nodes. No answer is longer than {@value #LONGEST_ANSWER} bytes, nor
 * than {@value #MOST_FACTOR} times its query, because the sender of a query may be a forged one.
 */
final class QueryResponder {
  /** The longest answer in bytes, which fits in one frame of any network. */
  static final int LONGEST_ANSWER = 1200;

  /**
   * The most bytes of an answer for each byte of the query. A usual answer with eight nodes is
   * three times as long as its query; only with many peers, or nodes of both families, it is
   * longer.
   */
  static final int MOST_FACTOR = 10;

  private final DhtSettings settings;
  private final RoutingTable table;
  private final PeerStore store;
  private final AnnounceTokens tokens;
  private final BiFunction<IpFamily, NodeId, List<NodeInfo>> closest;
  private final DhtStats.Counters counters;

  /**
   * Makes a responder.
   *
   * @param closest finds the closest nodes of a family; there may be none
   */
  QueryResponder(
      DhtSettings settings,
      RoutingTable table,
      PeerStore store,
      AnnounceTokens tokens,
      BiFunction<IpFamily, NodeId, List<NodeInfo>> closest,
      DhtStats.Counters counters) {
    this.settings = settings;
    this.table = table;
    this.store = store;
    this.tokens = tokens;
    this.closest = closest;
    this.counters = counters;
  }

  /**
   * Returns the bytes of the answer.
   *
   * @param length the length of the query in bytes
   */
  byte[] answer(InetSocketAddress from, Query query, int length) {
    var arguments = query.arguments();
    if (arguments instanceof FindNode findNode) {
      return nodes(from, query, findNode);
    }
    if (arguments instanceof GetPeers getPeers) {
      return peers(from, query, getPeers, length);
    }
    if (arguments instanceof AnnouncePeer announce) {
      return stored(from, query, announce);
    }
    return KrpcWriter.write(reply(from, query, List.of()), Set.of());
  }

  /** Returns the bytes of an error. */
  byte[] refuse(Failure failure) {
    counters.errorsSent++;
    return KrpcWriter.write(failure);
  }

  private Reply reply(InetSocketAddress from, Query query, List<NodeInfo> nodes) {
    return new Reply(
        query.transaction(), table.own(), nodes, List.of(), KrpcMessage.NOTHING, contact(from));
  }

  private static BencodeString contact(InetSocketAddress from) {
    var out = ByteBuffer.allocate(IpFamily.of(from.getAddress()).contactLength());
    IpFamily.writeContact(from.getAddress(), from.getPort(), out);
    return BencodeString.of(out.array());
  }

  private byte[] nodes(InetSocketAddress from, Query query, FindNode findNode) {
    var families = families(findNode.want());
    return KrpcWriter.write(reply(from, query, closest(families, findNode.target())), families);
  }

  private Set<IpFamily> families(Set<IpFamily> want) {
    return want.isEmpty() ? EnumSet.of(settings.family()) : want;
  }

  private List<NodeInfo> closest(Set<IpFamily> families, NodeId target) {
    List<NodeInfo> nodes = new ArrayList<>();
    families.forEach(family -> nodes.addAll(closest.apply(family, target)));
    return nodes;
  }

  private byte[] peers(InetSocketAddress from, Query query, GetPeers getPeers, int length) {
    var families = families(getPeers.want());
    var nodes = closest(families, NodeId.of(getPeers.infoHash()));
    var token = tokens.issue(from.getAddress());
    var bare = with(reply(from, query, nodes), List.of(), token);
    int room = Math.min(LONGEST_ANSWER, length * MOST_FACTOR);
    int bytesOfPeer = settings.family().contactLength() + "18:".length();
    int left = room - KrpcWriter.write(bare, families).length - "6:valuesle".length();
    var peers = store.some(getPeers.infoHash(), Math.max(0, left / bytesOfPeer));
    return KrpcWriter.write(with(bare, peers, token), families);
  }

  private static Reply with(Reply reply, List<PeerAddress> peers, BencodeString token) {
    return new Reply(reply.transaction(), reply.id(), reply.nodes(), peers, token, reply.ip());
  }

  private byte[] stored(InetSocketAddress from, Query query, AnnouncePeer announce) {
    if (!tokens.isValid(announce.token(), from.getAddress())) {
      return refuse(new Failure(query.transaction(), KrpcMessage.PROTOCOL_ERROR, "bad token"));
    }
    int port = announce.impliedPort() ? from.getPort() : announce.port();
    if (!store.add(announce.infoHash(), new PeerAddress(from.getAddress(), port))) {
      return refuse(
          new Failure(query.transaction(), KrpcMessage.SERVER_ERROR, "no room for this peer"));
    }
    counters.peersStored++;
    return KrpcWriter.write(reply(from, query, List.of()), Set.of());
  }
}
