package org.spillway.swarm.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two endpoints and a network that is simulated, and so is the time. */
class UtpSimulationTest {
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 6881);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 6881);

  private final SimulatedNetwork network = new SimulatedNetwork(20261130);
  private final Talker client = new Talker();
  private final Talker server = new Talker();
  private final UtpEndpoint dialling = network.endpoint(CLIENT, connection -> new Talker());

  UtpSimulationTest() {
    network.endpoint(SERVER, server::on);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** Has the client say something first, as BitTorrent does. */
  private void connect() {
    client.on(dialling.connect(SERVER, client));
    client.send(bytes(68));
    dialling.flush();
    assertThat(network.runUntil(() -> server.count == 68, 10)).isTrue();
  }

  private double seconds(byte[] file) {
    connect();
    double start = network.seconds();
    server.send(file);
    network.runUntil(() -> client.count == file.length || client.failure.isPresent(), 600);
    assertThat(client.failure).isEmpty();
    assertThat(client.got.toByteArray()).isEqualTo(file);
    return network.seconds() - start;
  }

  @Test
  void cleanLink_isFull() {
    network.linkTo(CLIENT).megabits(50, 1000).delayMillis(15);
    network.linkTo(SERVER).megabits(10, 100).delayMillis(15);
    byte[] file = bytes(32 << 20);
    double bound = file.length / (50e6 / 8);
    double seconds = seconds(file);
    System.out.printf("32 MiB at 50 Mbit/s: %.2f s, bound %.2f s%n", seconds, bound);
    assertThat(seconds).isLessThan(bound * 1.15);
    assertThat(network.linkTo(CLIENT).longestWait).isLessThan(200_000);
    assertThat(network.linkTo(CLIENT).dropped).isZero();
  }

  /** The queue of the link drops packets before the delay tells of it. */
  @Test
  void shortQueue_isFull() {
    network.linkTo(CLIENT).megabits(20, 30).delayMillis(10);
    network.linkTo(SERVER).megabits(20, 30).delayMillis(10);
    byte[] file = bytes(16 << 20);
    double bound = file.length / (20e6 / 8);
    double seconds = seconds(file);
    System.out.printf("16 MiB, short queue: %.2f s, bound %.2f s%n", seconds, bound);
    assertThat(seconds).isLessThan(bound * 1.25);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.05, 0.2})
  void loss_allArrives(double loss) {
    network.linkTo(CLIENT).megabits(50, 100).delayMillis(10).loss(loss);
    network.linkTo(SERVER).megabits(50, 100).delayMillis(10).loss(loss);
    byte[] file = bytes(1 << 20);
    double seconds = seconds(file);
    System.out.printf("1 MiB with loss %.3f: %.2f s%n", loss, seconds);
    assertThat(network.linkTo(CLIENT).carried).isLessThan((long) (file.length * 1.3));
  }

  @Test
  void reordering_allArrives() {
    network.linkTo(CLIENT).megabits(50, 100).delayMillis(10).jitterMillis(5);
    network.linkTo(SERVER).megabits(50, 100).delayMillis(10).jitterMillis(5);
    System.out.printf("4 MiB with jitter: %.2f s%n", seconds(bytes(4 << 20)));
  }

  /** Somebody else keeps a quarter of a second in the queue, as TCP would. */
  @Test
  void othersComeFirst() {
    network.linkTo(CLIENT).megabits(20, 1000).delayMillis(10);
    network.linkTo(SERVER).megabits(20, 1000).delayMillis(10);
    connect();
    client.keeps = false;
    server.send(bytes(96 << 20));
    network.run(5);
    long alone = client.count;
    greedy(network.seconds() + 30);
    network.run(25);
    long before = client.count;
    network.run(5);
    long beside = client.count - before;
    network.run(2);
    before = client.count;
    network.run(5);
    long after = client.count - before;
    System.out.printf("5 s alone %d, beside %d, after %d bytes%n", alone, beside, after);
    assertThat(beside).isLessThan(alone / 10);
    assertThat(after).isGreaterThan(alone * 8 / 10);
  }

  private void greedy(double end) {
    var link = network.linkTo(CLIENT);
    while (link.queued(network.micros()) < 250_000) {
      link.send(1500, () -> {});
    }
    if (network.seconds() < end) {
      network.at(network.micros() + 1000, () -> greedy(end));
    }
  }
}
