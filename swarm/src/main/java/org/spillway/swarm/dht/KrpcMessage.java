package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/** A message between two nodes (BEP 5). Immutable. */
sealed interface KrpcMessage {
  /** The code of errors that are none of the following. */
  int GENERIC_ERROR = 201;

  /** The code of a query that the answering node cannot serve at the moment. */
  int SERVER_ERROR = 202;

  /** The code of a message with wrong arguments, or with a wrong token. */
  int PROTOCOL_ERROR = 203;

  /** The code of a query whose method the answering node does not know. */
  int METHOD_UNKNOWN = 204;

  /** Stands where a message has no such string. */
  BencodeString NOTHING = BencodeString.of("");

  /** Returns what the asking node has chosen to tell answers apart. */
  BencodeString transaction();

  /**
   * Asks a node.
   *
   * @param id the id of the sender
   * @param readOnly whether the sender does not answer, and must not be remembered (BEP 43)
   */
  record Query(BencodeString transaction, NodeId id, boolean readOnly, Arguments arguments)
      implements KrpcMessage {}

  /**
   * Answers a query.
   *
   * @param id the id of the sender
   * @param nodes nodes of both families that are close to what was asked for
   * @param values peers of the torrent
   * @param token must be given back in an announce; empty if there is none
   * @param ip the address to which the answer is sent, as 4 or 16 bytes and maybe a port (BEP 42);
   *     empty if the answer does not say it
   */
  record Reply(
      BencodeString transaction,
      NodeId id,
      List<NodeInfo> nodes,
      List<PeerAddress> values,
      BencodeString token,
      BencodeString ip)
      implements KrpcMessage {
    public Reply {
      nodes = List.copyOf(nodes);
      values = List.copyOf(values);
    }

    /** Returns the address at which the sender sees us. */
    Optional<InetAddress> externalAddress() {
      byte[] bytes = ip.toBytes();
      return switch (bytes.length) {
        case 4, 16 -> Optional.of(IpAddresses.of(bytes));
        case 6, 18 -> Optional.of(IpAddresses.of(Arrays.copyOf(bytes, bytes.length - Short.BYTES)));
        default -> Optional.empty();
      };
    }
  }

  /** Answers a query that failed. */
  record Failure(BencodeString transaction, int code, String text) implements KrpcMessage {}

  /** A query that was received and cannot be served, and the error that answers it. */
  record Refused(Failure failure) implements KrpcMessage {
    @Override
    public BencodeString transaction() {
      return failure.transaction();
    }
  }

  /** A method and its arguments. */
  sealed interface Arguments {}

  /** Asks whether the node is there. */
  record Ping() implements Arguments {}

  /**
   * Asks for the nodes closest to a place.
   *
   * @param want the families of nodes that are asked for; none stands for that of the query
   */
  record FindNode(NodeId target, Set<IpFamily> want) implements Arguments {
    public FindNode {
      want = Set.copyOf(want);
    }
  }

  /**
   * Asks for peers of a torrent, and the nodes closest to it.
   *
   * @param want as in {@link FindNode}
   */
  record GetPeers(InfoHash infoHash, Set<IpFamily> want) implements Arguments {
    public GetPeers {
      want = Set.copyOf(want);
    }
  }

  /**
   * Says that the sender has a torrent.
   *
   * @param port the port of the peer
   * @param impliedPort whether the port is that from which the query comes, because the peer speaks
   *     uTP there
   * @param token the token of the last answer to {@link GetPeers}
   */
  record AnnouncePeer(InfoHash infoHash, int port, boolean impliedPort, BencodeString token)
      implements Arguments {}
}
