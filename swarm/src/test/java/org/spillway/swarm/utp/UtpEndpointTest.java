package org.spillway.swarm.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How endpoints treat packets that nobody should send. */
class UtpEndpointTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 6881);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 6881);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.3", 6881);

  private final SimulatedNetwork network = new SimulatedNetwork(20261130);
  private final List<Talker> accepted = new ArrayList<>();
  private final Talker client = new Talker();
  private final UtpEndpoint dialling = network.endpoint(CLIENT, connection -> new Talker());
  private final UtpEndpoint listening = network.endpoint(SERVER, this::accept);

  private UtpListener accept(UtpConnection connection) {
    var talker = new Talker().on(connection);
    accepted.add(talker);
    return talker;
  }

  private Talker connect() {
    client.on(dialling.connect(SERVER, client));
    client.send(new byte[68]);
    dialling.flush();
    network.runUntil(() -> !accepted.isEmpty() && accepted.get(0).count == 68, 10);
    return accepted.get(0);
  }

  private static ByteBuffer packet(PacketType type, int id, int number, int ack) {
    var out = ByteBuffer.allocate(Header.LENGTH);
    new Header(type, id, 1, 1, 100_000, number, ack).writeTo(out, 0);
    return out.flip();
  }

  @Test
  void connect_andClose() {
    var server = connect();
    assertThat(client.connected).isTrue();
    server.send(new byte[1000]);
    server.connection.orElseThrow().close();
    listening.flush();
    network.runUntil(() -> client.gotAll, 10);
    assertThat(client.count).isEqualTo(1000);
    assertThat(client.gotAll).isTrue();
    client.connection.orElseThrow().close();
    network.run(5);
    assertThat(dialling.isIdle()).isTrue();
    assertThat(listening.isIdle()).isTrue();
  }

  @Test
  void connect_nobodyThere() {
    var talker = new Talker();
    dialling.connect(STRANGER, talker);
    double start = network.seconds();
    network.runUntil(() -> talker.failure.isPresent(), 60);
    assertThat(talker.failure).contains("the peer does not answer");
    assertThat(network.seconds() - start).isLessThan(4);
    assertThat(dialling.isIdle()).isTrue();
  }

  @Test
  void connect_refused() {
    network.linkTo(STRANGER);
    var talker = new Talker();
    var closed = network.endpoint(STRANGER, connection -> new Talker());
    closed.close();
    var connection = dialling.connect(STRANGER, talker);
    dialling.flush();
    int id = connection.key().id();
    for (int ack = 0; ack < 0x1_0000; ack++) {
      dialling.received(STRANGER, packet(PacketType.RESET, id, 1, ack));
    }
    assertThat(talker.failure).contains("the peer has reset the connection");
  }

  /** A peer is accepted only when it has shown that it got our answer. */
  @Test
  void floodOfSyns_isBounded() {
    for (int id = 0; id < 50_000; id++) {
      var forged = new InetSocketAddress("198.51.100." + id % 256, 1 + id / 256);
      listening.received(forged, packet(PacketType.SYN, id, 1, 0));
      listening.flush();
    }
    assertThat(listening.size()).isEqualTo(UtpEndpoint.MOST_HALF_OPEN);
    assertThat(accepted).isEmpty();
    assertThat(connect().count).isEqualTo(68);
    network.run(12);
    assertThat(listening.size()).isEqualTo(1);
  }

  /** A reset counts only with the number that was acknowledged, one of 65,536. */
  @Test
  void forgedResets_mostlyDoNothing() {
    connect();
    int id = client.connection.orElseThrow().key().id();
    int effective = 0;
    for (int ack = 0; ack < 0x1_0000 && client.failure.isEmpty(); ack += 16) {
      dialling.received(STRANGER, packet(PacketType.RESET, id, 1, ack));
      effective++;
    }
    assertThat(client.failure).isEmpty();
    assertThat(effective).isEqualTo(4096);
  }

  @Test
  void dataForNobody_isAnsweredByAReset() {
    var answers = new ArrayList<ByteBuffer>();
    var endpoint =
        new UtpEndpoint(
            (remote, datagram) -> answers.add(datagram.duplicate()),
            System::nanoTime,
            new Random(1),
            connection -> new Talker());
    endpoint.received(STRANGER, packet(PacketType.STATE, 7, 8, 9));
    endpoint.received(STRANGER, packet(PacketType.RESET, 7, 8, 9));
    assertThat(answers).isEmpty();
    endpoint.received(STRANGER, packet(PacketType.DATA, 7, 8, 9));
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).get(0)).isEqualTo((byte) 0x31);
  }

  @Test
  void pausedReader_holdsTheOtherSideBack() {
    var server = connect();
    server.connection.orElseThrow().pauseReading();
    client.send(new byte[4 << 20]);
    dialling.flush();
    network.run(20);
    assertThat(server.count).isEqualTo(68);
    assertThat(client.hasSentAll()).isFalse();
    server.connection.orElseThrow().resumeReading();
    listening.flush();
    assertThat(network.runUntil(() -> server.count == (4 << 20) + 68, 60)).isTrue();
  }

  /** Whatever comes, the connection beside it goes on, and nothing grows. */
  @Test
  void randomPackets_doNoHarm() {
    var server = connect();
    long seed = 20261130;
    System.out.println("UtpEndpointTest seed " + seed);
    var random = new Random(seed);
    int id = client.connection.orElseThrow().sendId();
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 3) {
        bytes[0] = (byte) (random.nextInt(5) << 4 | 1);
        bytes[1] = (byte) random.nextInt(3);
        bytes[2] = (byte) (id >> 8);
        bytes[3] = (byte) id;
      }
      listening.received(random.nextBoolean() ? CLIENT : STRANGER, ByteBuffer.wrap(bytes));
      listening.flush();
    }
    assertThat(listening.size()).isLessThanOrEqualTo(UtpEndpoint.MOST_HALF_OPEN + 10);
    assertThat(server.count).isLessThan(4 << 20);
  }
}
