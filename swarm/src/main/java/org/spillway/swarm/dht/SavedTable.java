package org.spillway.swarm.dht;

import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;

/**
 * A routing table as it is kept between two runs: a bencoded dictionary with our own id and the
 * compact nodes of each family, under the keys that BEP 5 and BEP 32 have for them in answers.
 *
 * @param id our own id
 * @param nodes the nodes, the best first
 */
record SavedTable(NodeId id, List<NodeInfo> nodes) {
  /** The most nodes that are read, of each family. */
  static final int MOST_NODES = 1000;

  SavedTable {
    nodes = List.copyOf(nodes);
  }

  static SavedTable read(byte[] bytes) throws MalformedKrpcException {
    var saved = KrpcReader.dictionary(bytes);
    var id =
        saved
            .get("id", BencodeString.class)
            .filter(string -> string.length() == NodeId.LENGTH)
            .orElseThrow(
                () -> new MalformedKrpcException("'id' of a saved table must have 20 bytes"));
    List<NodeInfo> nodes = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      saved
          .get(family.nodesKey(), BencodeString.class)
          .map(compact -> NodeInfo.readAll(compact.toBytes(), family, MOST_NODES))
          .ifPresent(nodes::addAll);
    }
    return new SavedTable(NodeId.of(id.toBytes()), nodes);
  }

  byte[] toBytes() {
    var saved = BencodeDictionary.builder().put("id", id.toBytes());
    for (IpFamily family : IpFamily.values()) {
      byte[] compact = NodeInfo.toBytes(nodes, family);
      if (compact.length > 0) {
        saved.put(family.nodesKey(), compact);
      }
    }
    return saved.build().encode();
  }
}
