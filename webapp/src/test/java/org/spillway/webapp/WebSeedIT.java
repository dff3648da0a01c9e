package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.config.CatalogConfig;

/**
 * Torrent clients download from the web seed alone (BEP 19): there is no seeder, no tracker and no
 * DHT. The torrents are as the server gives them.
 */
class WebSeedIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/ä web+seed; 100%.bin";
  private static final byte[] CONTENT = TestSite.bytes(7, 4_500_000);

  @TempDir private Path folder;

  private ServedSite serve(String format) throws Exception {
    var served = ServedSite.start(folder, Map.of(CatalogConfig.FORMAT, format));
    served.site().offer(PATH, CONTENT);
    return served;
  }

  private Path torrent(ServedSite served) throws Exception {
    Metainfo metainfo = TestSite.torrent(served.url(PATH));
    assertThat(metainfo.urls().announceTiers()).isEmpty();
    assertThat(metainfo.urls().webSeeds()).containsExactly(seed(served));
    served.relay().forget();
    return Files.write(folder.resolve("test.torrent"), metainfo.toBytes());
  }

  private static String seed(ServedSite served) {
    return served.url(TestSite.seed(PATH, CONTENT));
  }

  private void assertDownloaded(ServedSite served) throws Exception {
    Path file = folder.resolve(Path.of(PATH).getFileName());
    assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    assertThat(served.relay().passed()).isBetween(4_500_000L, 4_550_000L);
    assertThat(served.relay().heard())
        .filteredOn(line -> line.startsWith("GET "))
        .isNotEmpty()
        .allMatch(line -> line.matches("GET /seed/(~|%7[Ee])[0-9a-f]{8}/pub/.*"));
  }

  /** A client with the old torrent of a file that was replaced takes no bytes of the new one. */
  @Test
  void aria2_torrentOfAReplacedFile() throws Exception {
    try (var served = serve("v1")) {
      String torrent = torrent(served).toString();
      served.site().offer(PATH, TestSite.bytes(8, CONTENT.length));
      assertThat(TestSite.torrent(served.url(PATH)).urls().webSeeds()).doesNotContain(seed(served));
      served.relay().forget();
      var command =
          List.of(
              "aria2c",
              "--no-conf",
              "--no-proxy=*",
              "--enable-dht=false",
              "--bt-enable-lpd=false",
              "--bt-stop-timeout=3",
              "--file-allocation=none",
              "--dir=" + folder,
              torrent);
      try (var aria2 = Program.start(Map.of(), command)) {
        assertThat(aria2.awaitEnd(MOST)).as(aria2.output()).isNotZero();
      }
      assertThat(served.relay().heard()).anyMatch(line -> line.startsWith("GET /seed/"));
      assertThat(served.relay().passed()).isLessThan(10_000);
    }
  }

  @Test
  void libtorrent_torrentOfAReplacedFile() throws Exception {
    try (var served = serve("hybrid")) {
      String torrent = torrent(served).toString();
      served.site().offer(PATH, TestSite.bytes(8, CONTENT.length));
      TestSite.torrent(served.url(PATH));
      served.relay().forget();
      String script = Path.of("src/test/python/libtorrent_get.py").toString();
      var command = List.of("/usr/bin/python3", script, torrent, folder.toString());
      try (var libtorrent = Program.start(Map.of(), command)) {
        libtorrent.await(
            "a request to the web seed",
            MOST,
            () -> served.relay().heard().stream().anyMatch(line -> line.startsWith("GET /seed/")));
      }
      assertThat(served.relay().passed()).isLessThan(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "hybrid", "v2"})
  void libtorrent(String format) throws Exception {
    try (var served = serve(format)) {
      String script = Path.of("src/test/python/libtorrent_get.py").toString();
      String torrent = torrent(served).toString();
      Program.run(MOST, "/usr/bin/python3", script, torrent, folder.toString());
      assertDownloaded(served);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "hybrid"})
  void aria2(String format) throws Exception {
    try (var served = serve(format)) {
      Program.run(
          MOST,
          "aria2c",
          "--no-conf",
          "--no-proxy=*",
          "--seed-time=0",
          "--enable-dht=false",
          "--bt-enable-lpd=false",
          "--file-allocation=none",
          "--dir=" + folder,
          torrent(served).toString());
      assertDownloaded(served);
    }
  }

  @Test
  void transmission_v1() throws Exception {
    try (var served = serve("v1")) {
      Path settings = Files.createDirectories(folder.resolve("settings"));
      Files.writeString(
          settings.resolve("settings.json"),
          """
          {"dht-enabled": false, "lpd-enabled": false, "utp-enabled": false,
           "port-forwarding-enabled": false, "bind-address-ipv4": "127.0.0.1",
           "peer-port-random-on-start": true}
          """);
      var command =
          List.of(
              // It would keep what it says until that fills a buffer.
              "stdbuf",
              "-o0",
              "transmission-cli",
              "--config-dir=" + settings,
              "--download-dir=" + folder,
              "--no-portmap",
              torrent(served).toString());
      try (var transmission = Program.start(Map.of("no_proxy", "*"), command)) {
        transmission.awaitOutput(MOST, output -> output.contains("Seeding"));
        assertDownloaded(served);
      }
    }
  }
}
