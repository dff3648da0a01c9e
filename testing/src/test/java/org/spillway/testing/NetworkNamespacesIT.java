package org.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real namespaces: takes root. */
class NetworkNamespacesIT {
  private static final LinkRates FAST = LinkRates.megabits(1000, 1000);
  private static final int LENGTH = 1_000_000;

  @TempDir private Path folder;
  private NetworkNamespaces network;

  @BeforeEach
  void start() throws IOException {
    network = NetworkNamespaces.create();
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
  }

  private Process serve(NetworkNamespace host, String address) throws IOException {
    byte[] content = new byte[LENGTH];
    new Random(1).nextBytes(content);
    Files.write(folder.resolve("file"), content);
    String served = folder.toString();
    return host.program(
            List.of("python3", "-m", "http.server", "80", "--bind", address, "-d", served))
        .start();
  }

  private Process fetch(NetworkNamespace host, String url) throws IOException {
    String target = folder.resolve("fetched").toString();
    var again = List.of("--retry", "50", "--retry-delay", "1", "--retry-connrefused");
    var command = new ArrayList<>(List.of("curl", "-q", "-fsS", "-g", "-o", target, url));
    command.addAll(again);
    return host.program(command).start();
  }

  private void assertFetched(Process curl) throws Exception {
    assertThat(curl.waitFor()).isZero();
    assertThat(Files.mismatch(folder.resolve("file"), folder.resolve("fetched"))).isEqualTo(-1);
  }

  @Test
  void host_sendsToAnother_andItsBytesAreCounted() throws Exception {
    var server = network.host(FAST);
    var client = network.host(FAST);
    serve(server, server.address());
    long before = server.sentBytes();
    assertFetched(fetch(client, "http://" + server.address() + "/file"));

    assertThat(server.sentBytes() - before).isBetween((long) LENGTH, LENGTH * 11L / 10);
    assertThat(client.sentBytes()).isBetween(1L, LENGTH / 10L);
  }

  @Test
  void ipv6_reachesTheOtherHost() throws Exception {
    var server = network.host(FAST);
    var client = network.host(FAST);
    client.addIpv6();
    String address = server.addIpv6();
    serve(server, address);
    assertFetched(fetch(client, "http://[" + address + "]/file"));
  }

  /** The kernel remembers only so many neighbours, unless they are permanent. */
  @Test
  void hosts_knowEachOtherForGood() throws Exception {
    var first = network.host(FAST);
    var second = network.host(FAST);

    assertThat(neighbours(first)).contains(second.address()).contains("PERMANENT");
    assertThat(neighbours(second)).contains(first.address()).contains("PERMANENT");
  }

  private static String neighbours(NetworkNamespace host) throws Exception {
    var ip = host.program(List.of("ip", "-4", "neigh", "show")).start();
    return new String(ip.getInputStream().readAllBytes(), UTF_8);
  }

  /** A slow machine makes it slower, never faster. */
  @Test
  void rates_areNotExceeded() throws Exception {
    assertThat(secondsToFetch(LinkRates.megabits(8, 1000), FAST)).isGreaterThan(0.9);
    assertThat(secondsToFetch(FAST, LinkRates.megabits(1000, 8))).isGreaterThan(0.9);
  }

  private double secondsToFetch(LinkRates ofServer, LinkRates ofClient) throws Exception {
    var server = network.host(ofServer);
    var client = network.host(ofClient);
    serve(server, server.address());
    assertFetched(fetch(client, "http://" + server.address() + "/file"));
    long start = System.nanoTime();
    assertFetched(fetch(client, "http://" + server.address() + "/file"));
    return (System.nanoTime() - start) / 1e9;
  }

  @Test
  void close_removesHostsAndEndsPrograms() throws Exception {
    var host = network.host(FAST);
    var program = host.program(List.of("sh", "-c", "sleep 1000 & sleep 1000")).start();
    network.close();

    assertThat(program.isAlive()).isFalse();
    assertThat(Namespace.exists(host.name())).isFalse();
    assertThatThrownBy(() -> network.host(FAST)).hasMessage("the network is closed");
    network.close();
    host.close();
  }

  @Test
  void endPrograms_killsChildrenToo() throws Exception {
    var host = network.host(FAST);
    var shell = host.program(List.of("sh", "-c", "sleep 1000 & echo $!; wait")).start();
    long child = Long.parseLong(shell.inputReader().readLine());
    host.endPrograms();

    assertThat(shell.isAlive()).isFalse();
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void host_failsHalfway_nothingRemains() throws Exception {
    var first = network.host(FAST);
    String prefix = first.name().substring(0, first.name().lastIndexOf('-'));
    // The next host's end of the bridge is there already.
    new Namespace(prefix + "-bridge").ip("link add port1 type veth");

    assertThatThrownBy(() -> network.host(FAST)).isInstanceOf(IOException.class);
    assertThat(Namespace.exists(prefix + "-1")).isFalse();
    assertThat(network.host(FAST).name()).isEqualTo(prefix + "-2");
  }

  @Test
  void create_twice_namesDiffer() throws Exception {
    try (var other = NetworkNamespaces.create()) {
      assertThat(other.host(FAST).name()).isNotEqualTo(network.host(FAST).name());
    }
  }
}
