package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.config.TrackerConfig;

/** The seeder announces to trackers that are not this server's, so that clients find it there. */
@Timeout(300)
class ExternalTrackerIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String NAME = "file.bin";
  private static final String PATH = "/pub/" + NAME;
  private static final byte[] CONTENT = TestSite.bytes(23, 2_000_000);

  /** Arguments: .torrent, folder, announce URL. */
  private static final String SCRIPT =
      """
      import sys, time, libtorrent as lt
      session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False})
      params = lt.add_torrent_params()
      params.ti = lt.torrent_info(sys.argv[1])
      params.flags |= lt.torrent_flags.override_trackers | lt.torrent_flags.override_web_seeds
      params.trackers = [sys.argv[3]]
      params.save_path = sys.argv[2]
      handle = session.add_torrent(params)
      while not handle.status().is_seeding:
          time.sleep(0.1)
      print('trackers:', [tracker['url'] for tracker in handle.trackers()])
      print('web seeds:', handle.url_seeds())
      """;

  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    // The tracker opentracker gives up root's rights.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ServedSite serve(String folderName, Map<Key<?>, String> keys) throws Exception {
    Path site = folder.resolve(folderName);
    Files.createDirectories(site.resolve("content/pub"));
    Files.write(site.resolve("content" + PATH), CONTENT);
    return ServedSite.start(site, keys);
  }

  /** Returns the torrent of the file, and leaves a site that has it hashed already. */
  private Path torrent() throws Exception {
    try (var served = serve("site", Map.of())) {
      return Files.write(
          folder.resolve("test.torrent"), TestSite.torrent(served.url(PATH)).toBytes());
    }
  }

  private static InfoHash hashOf(Path torrent) throws IOException {
    return Metainfo.parse(Files.readAllBytes(torrent)).info().swarmHash();
  }

  private ServedSite serveWithTracker(String announceUrl) throws Exception {
    return serve(
        "site", Map.of(SeederConfig.ENABLED, "true", SiteConfig.TRACKER_PUBLIC_URLS, announceUrl));
  }

  /** Debian's opentracker takes only those torrents that it is told of. */
  private Program opentracker(int port, InfoHash... torrents) throws IOException {
    Path home = Files.createDirectories(folder.resolve("opentracker"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    var hashes = List.of(torrents).stream().map(InfoHash::toString).toList();
    Files.write(home.resolve("torrents"), hashes, US_ASCII);
    String number = String.valueOf(port);
    var program =
        Program.start(
            "opentracker",
            "-i",
            "127.0.0.1",
            "-p",
            number,
            "-P",
            number,
            "-d",
            home.toString(),
            "-w",
            "/torrents");
    program.awaitPort(MOST, port);
    return program;
  }

  private String libtorrent(Path torrent, String announceUrl) throws Exception {
    Path target = Files.createDirectories(folder.resolve("target"));
    Path script = Files.writeString(folder.resolve("client.py"), SCRIPT);
    String output =
        Program.run(
            MOST,
            "/usr/bin/python3",
            script.toString(),
            torrent.toString(),
            target.toString(),
            announceUrl);
    assertThat(target.resolve(NAME)).hasBinaryContent(CONTENT);
    return output;
  }

  private void download(String scheme, String path) throws Exception {
    Path torrent = torrent();
    int port = FreePort.find();
    String announceUrl = scheme + "://127.0.0.1:" + port + path;
    try (var tracker = opentracker(port, hashOf(torrent));
        var served = serveWithTracker(announceUrl)) {
      assertThat(libtorrent(torrent, announceUrl))
          .contains("trackers: ['" + announceUrl + "']", "web seeds: []");
      assertThat(served.uploads().peers()).isGreaterThanOrEqualTo(CONTENT.length);
      assertThat(tracker.output()).doesNotContain("error");
    }
  }

  @Test
  void libtorrent_knowsOnlyOpentrackerOverUdp() throws Exception {
    download("udp", "/announce");
  }

  @Test
  void libtorrent_knowsOnlyOpentrackerOverHttp() throws Exception {
    download("http", "/announce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void anotherSpillway_knowsTheSeederUntilItStops(String scheme) throws Exception {
    InfoHash infoHash = hashOf(torrent());
    int udpPort = FreePort.find();
    Map<Key<?>, String> open =
        Map.of(
            TrackerConfig.ENABLED, "true",
            TrackerConfig.POLICY, "open",
            TrackerConfig.UDP_PORT, String.valueOf(udpPort));
    try (var other = ServedSite.start(folder.resolve("other"), open)) {
      String overHttp = other.base() + "/announce";
      String announceUrl = scheme.equals("udp") ? "udp://127.0.0.1:" + udpPort : overHttp;
      try (var served = serveWithTracker(announceUrl)) {
        await("the announce").until(() -> peers(overHttp, infoHash).size() == 1);
        assertThat(TestSite.torrent(served.url(PATH)).urls().announceTiers())
            .containsExactly(List.of(announceUrl));
        Files.delete(folder.resolve("site/content" + PATH));
        assertThat(TestSite.get(served.url(PATH)).statusCode()).isEqualTo(404);
        await("the last announce").until(() -> peers(overHttp, infoHash).isEmpty());
      }
      // The small file was offered until the end.
      assertThat(TestSite.get(overHttp.replace("announce", "scrape")).body())
          .asString(US_ASCII)
          .doesNotContain("8:completei1e");
    }
  }

  private static List<PeerAddress> peers(String announceUrl, InfoHash infoHash) throws Exception {
    var request =
        new AnnounceRequest(
            infoHash,
            PeerId.random(new Random(1)),
            0,
            0,
            1,
            AnnounceEvent.NONE,
            1,
            0,
            50,
            List.of(),
            true);
    var response = TestSite.get(announceUrl + "?" + HttpAnnounce.query(request));
    return ((AnnounceAnswer.Announced) HttpAnnounce.decode(response.body())).peers();
  }
}
