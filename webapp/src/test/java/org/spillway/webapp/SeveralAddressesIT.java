package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.command.Main;

/**
 * UDP on a machine with several addresses and nothing configured: a client that asks one of them
 * drops what another one answers.
 */
class SeveralAddressesIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String FILE = "/file.iso";
  private static final byte[] CONTENT = TestSite.bytes(3, 2 << 20);

  /** Asks the tracker at an address for a connection id (BEP 15), a few times as clients do. */
  private static final String CONNECT =
      """
      import socket, struct, sys
      host = sys.argv[1]
      asked = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_DGRAM)
      asked.connect((host, 6969))
      asked.settimeout(2)
      for attempt in range(int(sys.argv[2])):
          asked.send(struct.pack('>QLL', 0x41727101980, 0, 7))
          try:
              answer = asked.recv(100)
              sys.exit(0 if struct.unpack('>LL', answer[:8]) == (0, 7) else 'a wrong answer')
          except TimeoutError:
              pass
      sys.exit('no answer')
      """;

  @TempDir private static Path folder;
  private static TestNetwork network;
  private static TestNetwork.Machine machine;
  private static TestNetwork.Machine client;
  private static Program server;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(FILE, CONTENT);
    network = TestNetwork.open();
    machine =
        network.machine(
            List.of("10.78.0.1/24", "10.78.0.2/24", "10.78.0.3/24", "fd78::1/64", "fd78::2/64"));
    client = network.machine(List.of("10.78.0.9/24", "fd78::9/64"));
    server =
        machine.start(
            Map.of("XDG_STATE_HOME", folder.resolve("state").toString()),
            Program.javaCommand(Main.class.getName(), "serve", "--content.root=" + site.content()));
    server.awaitOutput(MOST, output -> output.contains("started"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    network.remove();
  }

  private static void connect(String address, int attempts) throws Exception {
    client.run(MOST, List.of("/usr/bin/python3", "-c", CONNECT, address, "" + attempts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.78.0.1", "10.78.0.2", "10.78.0.3", "fd78::1", "fd78::2"})
  void tracker(String address) throws Exception {
    connect(address, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.78.0.1", "10.78.0.2", "10.78.0.3", "fd78::1", "fd78::2"})
  void dns(String address) throws Exception {
    String name = RequestHash.ofPath(FILE).nameUnder("localhost");
    String answer =
        client.run(
            MOST,
            List.of(
                "dig", "@" + address, "-p", "5300", "+notcp", "+ignore", "+time=5", name, "TXT"));
    assertThat(answer).contains("status: NOERROR").doesNotContain("unexpected source");
  }

  @Test
  void tracker_atAnAddressThatCameLater() throws Exception {
    machine.run(MOST, List.of("ip", "addr", "add", "10.78.0.4/24", "dev", "eth0"));
    connect("10.78.0.4", 15);
    machine.run(MOST, List.of("ip", "addr", "del", "10.78.0.3/24", "dev", "eth0"));
    machine.run(MOST, List.of("ip", "addr", "add", "10.78.0.3/24", "dev", "eth0"));
    connect("10.78.0.3", 15);
  }

  /** Which finds the seeder through this tracker alone. */
  @ParameterizedTest
  @ValueSource(strings = {"10.78.0.2", "[fd78::2]"})
  void libtorrent(String address) throws Exception {
    Path torrent = folder.resolve("served.torrent");
    client.run(
        MOST,
        List.of("curl", "-qfsS", "-o", "" + torrent, "http://10.78.0.1:8080" + FILE + "?torrent"));
    var trackers =
        new TorrentUrls(List.of(List.of("udp://" + address + ":6969/announce")), List.of());
    Files.write(torrent, Metainfo.parse(Files.readAllBytes(torrent)).withUrls(trackers).toBytes());
    Path target = Files.createTempDirectory(folder, "target");
    client.run(
        MOST,
        List.of(
            "/usr/bin/python3",
            "src/test/python/libtorrent_get.py",
            torrent.toString(),
            target.toString(),
            "0.0.0.0:0,[::]:0"));
    assertThat(target.resolve(FILE.substring(1))).hasBinaryContent(CONTENT);
  }
}
