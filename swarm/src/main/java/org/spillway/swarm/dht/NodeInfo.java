package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A node as others tell of it: "compact node info" (BEP 5).
 *
 * @param id the id that it claims
 * @param address its address, which is resolved and has a port
 */
record NodeInfo(NodeId id, InetSocketAddress address) {
  NodeInfo {
    if (address.isUnresolved() || address.getPort() == 0) {
      throw new IllegalArgumentException("a node must have an address and a port, had " + address);
    }
  }

  IpFamily family() {
    return IpFamily.of(address.getAddress());
  }

  /**
   * Reads nodes of one family. Those that cannot be reached are left out, and so is a rest that is
   * too short for a node.
   *
   * @param most how many nodes are looked at
   */
  static List<NodeInfo> readAll(byte[] bytes, IpFamily family, int most) {
    List<NodeInfo> nodes = new ArrayList<>();
    var in = ByteBuffer.wrap(bytes);
    for (int i = 0; i < most && in.remaining() >= family.nodeLength(); i++) {
      var id = NodeId.read(in);
      family.readContact(in).ifPresent(address -> nodes.add(new NodeInfo(id, address)));
    }
    return nodes;
  }

  /** Returns the compact form of the nodes that are of this family. */
  static byte[] toBytes(List<NodeInfo> nodes, IpFamily family) {
    var ofFamily = nodes.stream().filter(node -> node.family() == family).toList();
    var out = ByteBuffer.allocate(ofFamily.size() * family.nodeLength());
    for (NodeInfo node : ofFamily) {
      node.id.writeTo(out);
      IpFamily.writeContact(node.address.getAddress(), node.address.getPort(), out);
    }
    return out.array();
  }
}
