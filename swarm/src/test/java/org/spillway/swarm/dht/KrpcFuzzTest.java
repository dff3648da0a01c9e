package org.spillway.swarm.dht;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/** Messages that are changed at random, or are nothing but random bytes. */
class KrpcFuzzTest {
  private static final int ROUNDS = 200_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  KrpcFuzzTest() {
    System.out.println("seed of the messages " + seed);
  }

  private BencodeString string(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return BencodeString.of(bytes);
  }

  private NodeInfo node() {
    var address =
        random.nextBoolean()
            ? SimulatedDht.address(random.nextInt(10_000))
            : SimulatedDht.address6(random.nextInt(10_000));
    return new NodeInfo(NodeId.random(random), address);
  }

  private PeerAddress peer() {
    return new PeerAddress(node().address().getAddress(), 1 + random.nextInt(65535));
  }

  private byte[] message() {
    var transaction = string(1 + random.nextInt(8));
    var id = NodeId.random(random);
    var infoHash = InfoHash.of(NodeId.random(random).toBytes());
    Set<IpFamily> want = random.nextBoolean() ? Set.of() : EnumSet.allOf(IpFamily.class);
    return switch (random.nextInt(6)) {
      case 0 -> query(transaction, id, new KrpcMessage.Ping());
      case 1 -> query(transaction, id, new KrpcMessage.FindNode(NodeId.random(random), want));
      case 2 -> query(transaction, id, new KrpcMessage.GetPeers(infoHash, want));
      case 3 ->
          query(
              transaction,
              id,
              new KrpcMessage.AnnouncePeer(
                  infoHash,
                  1 + random.nextInt(65535),
                  random.nextBoolean(),
                  string(1 + random.nextInt(20))));
      case 4 ->
          KrpcWriter.write(new KrpcMessage.Failure(transaction, random.nextInt(300), "wrong"));
      default -> reply(transaction, id);
    };
  }

  private byte[] query(BencodeString transaction, NodeId id, KrpcMessage.Arguments arguments) {
    return KrpcWriter.write(
        new KrpcMessage.Query(transaction, id, random.nextBoolean(), arguments));
  }

  private byte[] reply(BencodeString transaction, NodeId id) {
    List<NodeInfo> nodes = new ArrayList<>();
    List<PeerAddress> peers = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      nodes.add(node());
      peers.add(peer());
    }
    nodes.sort((one, other) -> one.family().compareTo(other.family()));
    var reply =
        new KrpcMessage.Reply(
            transaction, id, nodes, peers, string(random.nextInt(20)), string(random.nextInt(19)));
    return KrpcWriter.write(reply, EnumSet.allOf(IpFamily.class));
  }

  private byte[] changed(byte[] message) {
    var bytes = message.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "0123456789:delinqryt".charAt(random.nextInt(20));
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 20));
        default -> {
          int length = random.nextInt(Math.min(at, bytes.length - at) + 1);
          System.arraycopy(bytes, at, bytes, at - length, length);
        }
      }
    }
    return bytes;
  }

  @Test
  void read_whatWasWritten() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = message();
      var message = KrpcReader.read(ByteBuffer.wrap(bytes));
      assertThat(written(message)).isEqualTo(bytes);
    }
  }

  private static byte[] written(KrpcMessage message) {
    if (message instanceof KrpcMessage.Query query) {
      return KrpcWriter.write(query);
    }
    if (message instanceof KrpcMessage.Reply reply) {
      return KrpcWriter.write(reply, EnumSet.allOf(IpFamily.class));
    }
    return KrpcWriter.write((KrpcMessage.Failure) message);
  }

  @Test
  void read_changedMessages_bounded() {
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = changed(message());
      try {
        requireBounded(KrpcReader.read(ByteBuffer.wrap(bytes)));
        read++;
      } catch (MalformedKrpcException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    System.out.printf("%d of %d messages could be read%n", read, ROUNDS);
    assertThat(read).isBetween(ROUNDS / 100, ROUNDS);
  }

  private static void requireBounded(KrpcMessage message) {
    assertThat(message.transaction().length()).isBetween(1, 32);
    if (message instanceof KrpcMessage.Reply reply) {
      assertThat(reply.nodes()).hasSizeLessThanOrEqualTo(2 * KrpcReader.MOST_NODES);
      assertThat(reply.values()).hasSizeLessThanOrEqualTo(KrpcReader.MOST_VALUES);
      assertThat(reply.token().length()).isLessThanOrEqualTo(128);
    }
  }

  /** A node takes anything from anybody, and no table grows beyond its bound. */
  @Test
  void received_changedMessages_nodeStaysUsable() {
    var network = new SimulatedDht(seed);
    network.populate(3);
    var node = network.members.get(0).dht;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = i % 10 == 0 ? string(random.nextInt(200)).toBytes() : changed(message());
      node.received(node().address(), ByteBuffer.wrap(bytes));
      if (i % 1000 == 0) {
        network.run(1);
      }
    }
    assertThat(node.stats().traffic().malformed()).isGreaterThan(ROUNDS / 20);
    assertThat(node.stats().nodes()).isLessThan(10);
    var infoHash = network.randomInfoHash();
    network.members.get(1).dht.announce(infoHash, 1234, false);
    network.run(30);
    assertThat(node.stats().storedPeers()).isEqualTo(1);
  }

  @Test
  void read_deepNesting_isMalformed() {
    String deep = "d1:a" + "l".repeat(2000) + "e".repeat(2000) + "1:t1:x1:y1:qe";
    assertThat(deep.length()).isLessThan(KrpcReader.LONGEST_MESSAGE);
    try {
      KrpcReader.read(ByteBuffer.wrap(deep.getBytes(ISO_8859_1)));
      throw new AssertionError("it was read");
    } catch (MalformedKrpcException e) {
      assertThat(e).hasMessageContaining("nested deeper than");
    }
  }
}
