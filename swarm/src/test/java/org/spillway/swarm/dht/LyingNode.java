package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/**
 * A node that was honest until others knew it. Now it names victims as the closest nodes of every
 * place, gives wrong tokens, and confirms announces that it does not keep.
 */
final class LyingNode implements SimulatedDht.Receiver {
  private final SimulatedDht network;
  private final SimulatedDht.Member member;
  private final List<InetSocketAddress> victims;

  private LyingNode(
      SimulatedDht network, SimulatedDht.Member member, List<InetSocketAddress> victims) {
    this.network = network;
    this.member = member;
    this.victims = victims;
  }

  static void turn(
      SimulatedDht network, SimulatedDht.Member member, List<InetSocketAddress> victims) {
    network.members.remove(member);
    network.receive(member.address, new LyingNode(network, member, victims));
  }

  @Override
  public void received(InetSocketAddress from, ByteBuffer datagram) {
    try {
      if (KrpcReader.read(datagram.duplicate()) instanceof KrpcMessage.Query query) {
        network.send(member.address, from, ByteBuffer.wrap(lie(query)));
      } else {
        member.dht.received(from, datagram);
      }
    } catch (MalformedKrpcException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] lie(KrpcMessage.Query query) {
    List<NodeInfo> nodes = new ArrayList<>();
    var arguments = query.arguments();
    if (arguments instanceof KrpcMessage.FindNode findNode) {
      nodes.addAll(victims(findNode.target()));
    } else if (arguments instanceof KrpcMessage.GetPeers getPeers) {
      nodes.addAll(victims(NodeId.of(getPeers.infoHash())));
    }
    byte[] token = new byte[Long.BYTES];
    network.random.nextBytes(token);
    var id = member.dht.id();
    var reply =
        new KrpcMessage.Reply(
            query.transaction(),
            id,
            nodes,
            List.<PeerAddress>of(),
            BencodeString.of(token),
            KrpcMessage.NOTHING);
    return KrpcWriter.write(reply, Set.of(IpFamily.IPV4));
  }

  private List<NodeInfo> victims(NodeId target) {
    List<NodeInfo> nodes = new ArrayList<>();
    for (int i = 0; i < Bucket.SIZE; i++) {
      var victim = victims.get(network.random.nextInt(victims.size()));
      int port = 1 + network.random.nextInt(65535);
      var address = new InetSocketAddress(victim.getAddress(), port);
      nodes.add(new NodeInfo(target.randomAt(100, network.random), address));
    }
    return nodes;
  }
}
