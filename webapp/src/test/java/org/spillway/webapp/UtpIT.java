package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.LinkRates;
import org.spillway.testing.NetworkNamespace;
import org.spillway.testing.NetworkNamespaces;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;

/**
 * A client downloads from {@code serve} over uTP, through a link on which packets are lost. The
 * network takes root.
 */
class UtpIT {
  private static final int LENGTH = 4 * 1024 * 1024;
  private static final String NAME = "file.bin";
  private static final LinkRates LINK = LinkRates.megabits(100, 100);
  private static final Duration MOST = Duration.ofMinutes(3);

  /** The queue holds six packets, so that the server's bursts lose some. */
  private static final String LOSSY = "tbf rate 10mbit burst 3k limit 9k";

  /** Arguments: .torrent, folder, address and port of the seeder. */
  private static final String SCRIPT =
      """
      import sys, time, libtorrent as lt
      session = lt.session({'listen_interfaces': '0.0.0.0:6881', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
          'enable_outgoing_tcp': False, 'enable_incoming_tcp': False,
          'out_enc_policy': 2, 'in_enc_policy': 2})
      params = lt.add_torrent_params()
      params.ti = lt.torrent_info(sys.argv[1])
      params.url_seeds = []
      params.save_path = sys.argv[2]
      handle = session.add_torrent(params)
      for url in handle.url_seeds():
          handle.remove_url_seed(url)
      while not handle.status().is_seeding:
          handle.connect_peer((sys.argv[3], int(sys.argv[4])))
          time.sleep(0.1)
      """;

  @TempDir private Path folder;
  private NetworkNamespaces network;
  private TestSite site;

  @BeforeEach
  void prepare() throws IOException {
    network = NetworkNamespaces.create();
    site = TestSite.withoutBig(folder);
    site.offer("/pub/" + NAME, TestSite.bytes(9, LENGTH));
  }

  @AfterEach
  void close() throws IOException {
    network.close();
  }

  private static String run(NetworkNamespace host, String... command) throws Exception {
    return Program.run(0, MOST, Map.of(), host.program(List.of(command)).command());
  }

  @Test
  void libtorrent_lossyLink() throws Exception {
    var host = network.host(LINK);
    var client = network.host(LINK);
    run(host, ("tc qdisc replace dev eth0 root " + LOSSY).split(" ", -1));
    try (var server = serve(host)) {
      server.awaitOutput(MOST, output -> output.contains("\"started\""));
      String torrent = folder.resolve("torrent").toString();
      String url = "http://" + host.address() + ":8080/pub/" + NAME + "?torrent";
      run(client, "curl", "-q", "-fsS", "-o", torrent, "--retry", "60", url);
      String script = Files.writeString(folder.resolve("client.py"), SCRIPT).toString();
      Path target = Files.createDirectory(folder.resolve("target"));
      run(client, "/usr/bin/python3", script, torrent, target.toString(), host.address(), "6881");
      assertThat(run(host, "tc", "-s", "qdisc", "show", "dev", "eth0")).doesNotContain("dropped 0");
      assertThat(target.resolve(NAME)).hasSameBinaryContentAs(site.file("/pub/" + NAME));
    }
  }

  private Program serve(NetworkNamespace host) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--seeder.utp=true",
            "--content.root=" + site.content(),
            "--state-dir=" + site.state(),
            "--public-url=http://" + host.address() + ":8080");
    return Program.start(Map.of(), host.program(command).command());
  }
}
