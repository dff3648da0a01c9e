package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.ClientSettings;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Source;
import org.spillway.testing.Program;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.config.Config;

/**
 * The clients of browsers, in Node: npm's bittorrent-tracker through all three doors of the
 * tracker, two of npm's webtorrent that find each other through it, and one that speaks TCP with
 * the seeder and with a download of ours.
 */
class WebTorrentIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String PATH = "/pub/film.bin";
  private static final Pattern PORT = Pattern.compile("seeding on port (\\d+)\n");
  private static final byte[] CONTENT = TestSite.bytes(23, 3_000_000);

  @TempDir private static Path folder;

  private static TestSite site;
  private static Server server;
  private static Metainfo torrent;

  @BeforeAll
  static void start() throws Exception {
    site = TestSite.withoutBig(folder);
    site.offer(PATH, CONTENT);
    var config = Config.of(site.values());
    server = Server.start(config, Server.bindHttp(config));
    torrent = TestSite.torrent("http://" + authority() + PATH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String authority() {
    return "127.0.0.1:" + server.ports().http().orElseThrow();
  }

  private static String announceUrl(String scheme) {
    return scheme.equals("udp")
        ? "udp://127.0.0.1:" + server.ports().trackerUdp().orElseThrow()
        : scheme + "://" + authority() + "/announce";
  }

  /** The built-in seeder is the one that is complete. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "udp", "ws"})
  void bittorrentTracker_announcesAndScrapes(String scheme) throws Exception {
    var lines =
        lines(
            NodeScripts.command(
                "announce.mjs", torrent.info().swarmHash().toString(), announceUrl(scheme)));
    var json = new ObjectMapper();
    assertThat(lines)
        .containsExactly(
            json.readTree("{\"event\":\"started\",\"complete\":1,\"incomplete\":1}"),
            json.readTree("{\"event\":\"scraped\",\"complete\":1,\"incomplete\":1}"),
            json.readTree("{\"event\":\"stopped\",\"complete\":1,\"incomplete\":0}"));
  }

  private static List<JsonNode> lines(List<String> command) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Program.run(0, MOST, Map.of(), command).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** What they exchange comes from neither the web seed nor the seeder. */
  @Test
  void twoWebTorrents_exchangeTheFile() throws Exception {
    Path metainfo = Files.write(folder.resolve("film.torrent"), torrent.toBytes());
    var command =
        NodeScripts.command(
            "exchange.mjs", metainfo.toString(), site.file(PATH).toString(), announceUrl("ws"));
    String output = Program.run(0, MOST, Map.of(), command);
    assertThat(output)
        .contains("wire webrtc", "identical " + torrent.info().swarmHash())
        .doesNotContain("wire tcp", "wire webSeed", "warning");
  }

  private static Program tcpPeer(Path target, String... peer) throws Exception {
    Path metainfo = Files.write(target.resolve("film.torrent"), torrent.toBytes());
    List<String> arguments = new ArrayList<>(List.of(metainfo.toString(), target.toString()));
    arguments.addAll(List.of(peer));
    var program =
        Program.start(
            Map.of(), NodeScripts.command("tcp_peer.mjs", arguments.toArray(String[]::new)));
    try {
      program.awaitOutput(MOST, said -> PORT.matcher(said).find());
      return program;
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  @Test
  void webTorrent_overTcp_downloadsFromTheSeeder(@TempDir Path target) throws Exception {
    String seeder = "127.0.0.1:" + server.ports().seeder().orElseThrow();
    try (var webTorrent = tcpPeer(target, seeder)) {
      assertThat(target.resolve("film.bin")).hasBinaryContent(CONTENT);
      assertThat(webTorrent.output()).contains("wire tcp");
    }
  }

  @Test
  void webTorrent_overTcp_seedsToGet(@TempDir Path target) throws Exception {
    Files.write(target.resolve("film.bin"), CONTENT);
    try (var webTorrent = tcpPeer(target)) {
      var port = PORT.matcher(webTorrent.output());
      assertThat(port.find()).isTrue();
      var magnet =
          MagnetLink.builder()
              .infoHash(torrent.info().infoHash().orElseThrow())
              .peer("127.0.0.1:" + port.group(1))
              .build();
      Path got = target.resolve("got");
      var result =
          new Downloader(ClientSettings.DEFAULT)
              .get(URI.create(magnet.toString()), got, Progress.NONE);
      assertThat(got).hasBinaryContent(CONTENT);
      assertThat(result.from(Source.PEER)).isEqualTo(CONTENT.length);
    }
  }
}
