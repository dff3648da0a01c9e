package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.testing.Rtorrent;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.http.JettyServer;

/**
 * Clients that others wrote download a real file from the built-in seeder, which they find through
 * the built-in tracker: the torrents they are given name no web seed.
 */
class RealClientsIT {
  private static final Duration MOST = Duration.ofMinutes(2);

  @TempDir private static Path folder;

  private static TestSite site;
  private static Server server;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    site = new TestSite(folder);
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    url = "http://127.0.0.1:" + jetty.port() + TestSite.BIG;
    var values = site.values().set(SiteConfig.PUBLIC_URL, "http://127.0.0.1:" + jetty.port());
    server = Server.start(Config.of(values), jetty);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String httpTracker() {
    return "http://127.0.0.1:" + server.ports().http().orElseThrow() + "/announce";
  }

  private static String udpTracker() {
    return "udp://127.0.0.1:" + server.ports().trackerUdp().orElseThrow();
  }

  private static Metainfo torrent(String... trackers) throws Exception {
    var urls = new TorrentUrls(List.of(List.of(trackers)), List.of());
    return TestSite.torrent(url).withUrls(urls);
  }

  private static Path write(Metainfo metainfo, Path target) throws Exception {
    return Files.write(target.resolve("test.torrent"), metainfo.toBytes());
  }

  private static void assertDownloaded(Path file) throws Exception {
    assertThat(TestSite.sha256(file)).isEqualTo(TestSite.sha256(site.file(TestSite.BIG)));
  }

  @Test
  void aria2_httpTracker(@TempDir Path target) throws Exception {
    aria2(write(torrent(httpTracker()), target).toString(), target);
    assertDownloaded(target.resolve("jdk-modules"));
  }

  @Test
  void aria2_torrentQuery_webSeedAndSwarm(@TempDir Path target) throws Exception {
    aria2(url + "?torrent", target);
    assertDownloaded(target.resolve("jdk-modules"));
  }

  /** It announces left=0 as long as it has no metainfo. */
  @Test
  void aria2_magnetLink_httpTracker(@TempDir Path target) throws Exception {
    aria2(MagnetLink.of(torrent(httpTracker())).toString(), target);
    assertDownloaded(target.resolve("jdk-modules"));
  }

  /** It asks trackers over UDP only with the socket of its DHT, which knows no node here. */
  @Test
  void aria2_magnetLink_udpTracker(@TempDir Path target) throws Exception {
    String magnet = MagnetLink.of(torrent(udpTracker())).toString();
    aria2(magnet, target, "--enable-dht=true", "--dht-file-path=" + target.resolve("dht.dat"));
    assertDownloaded(target.resolve("jdk-modules"));
  }

  /**
   * @param options which count more than those that are given always
   */
  private static void aria2(String source, Path target, String... options) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                "aria2c",
                "--no-conf",
                "--no-proxy=*",
                "--seed-time=0",
                "--follow-torrent=mem",
                "--enable-dht=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--dir=" + target));
    command.addAll(List.of(options));
    command.add(source);
    Program.run(MOST, command.toArray(String[]::new));
  }

  @Test
  void transmission_httpTracker(@TempDir Path target) throws Exception {
    transmission(torrent(httpTracker()), target);
  }

  @Test
  void transmission_udpTracker(@TempDir Path target) throws Exception {
    transmission(torrent(udpTracker()), target);
  }

  private static void transmission(Metainfo metainfo, Path target) throws Exception {
    Path settings = Files.createDirectories(target.resolve("settings"));
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {"dht-enabled": false, "lpd-enabled": false, "utp-enabled": false,
         "port-forwarding-enabled": false, "bind-address-ipv4": "127.0.0.1",
         "peer-port-random-on-start": true}
        """);
    Path torrent = write(metainfo, target);
    try (var transmission =
        Program.start(
            // It would keep what it says until that fills a buffer.
            "stdbuf",
            "-o0",
            "transmission-cli",
            "--config-dir=" + settings,
            "--download-dir=" + target,
            "--no-portmap",
            torrent.toString())) {
      transmission.awaitOutput(MOST, output -> output.contains("Seeding"));
      assertDownloaded(target.resolve("jdk-modules"));
    }
  }

  @Test
  void rtorrent_httpTracker(@TempDir Path target) throws Exception {
    rtorrent(torrent(httpTracker()), target);
  }

  @Test
  void rtorrent_udpTracker(@TempDir Path target) throws Exception {
    rtorrent(torrent(udpTracker()), target);
  }

  private static void rtorrent(Metainfo metainfo, Path target) throws Exception {
    Path torrent = write(metainfo, target);
    try (var rtorrent = Rtorrent.download(torrent, target, FreePort.find(), MOST)) {
      assertDownloaded(target.resolve("jdk-modules"));
      rtorrent.terminate();
    }
  }

  @Test
  void libtorrent_torrentFile_httpTracker(@TempDir Path target) throws Exception {
    libtorrent(write(torrent(httpTracker()), target).toString(), target);
  }

  @Test
  void libtorrent_torrentFile_udpTracker(@TempDir Path target) throws Exception {
    libtorrent(write(torrent(udpTracker()), target).toString(), target);
  }

  @Test
  void libtorrent_magnetLink(@TempDir Path target) throws Exception {
    libtorrent(MagnetLink.of(torrent(httpTracker(), udpTracker())).toString(), target);
  }

  private static void libtorrent(String source, Path target) throws Exception {
    Path script = Path.of("src/test/python/libtorrent_get.py");
    Program.run(MOST, "/usr/bin/python3", script.toString(), source, target.toString());
    assertDownloaded(target.resolve("jdk-modules"));
  }

  @Test
  void dig_fallbackRecord_sameInfohash() throws Exception {
    var served = TestSite.torrent(url);
    String name = RequestHash.ofPath(TestSite.BIG).nameUnder("127.0.0.1");
    String port = String.valueOf(server.ports().dns().orElseThrow());
    String answer =
        Program.run(MOST, "dig", "@127.0.0.1", "-p", port, "+short", "+norecurse", name, "TXT");

    var record = Metainfo.parse(Base64.getDecoder().decode(joined(answer)));
    assertThat(record.info()).isEqualTo(served.info());
    assertThat(record.info().swarmHash()).isEqualTo(served.info().swarmHash());
  }

  private static byte[] joined(String answer) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(answer)
        .results()
        .map(string -> string.group(1))
        .collect(Collectors.joining())
        .getBytes(US_ASCII);
  }

  @Test
  void curl_negotiatedTorrent(@TempDir Path target) throws Exception {
    Path torrent = target.resolve("negotiated.torrent");
    Program.run(
        MOST,
        "curl",
        "-q",
        "--noproxy",
        "*",
        "-fsS",
        "-H",
        "Accept-Encoding: torrent",
        "-o",
        torrent.toString(),
        url);
    assertThat(Metainfo.parse(Files.readAllBytes(torrent))).isEqualTo(TestSite.torrent(url));
  }

  @Test
  void curl_rangeWithAcceptEncodingTorrent_getsTheFile(@TempDir Path target) throws Exception {
    Path slice = target.resolve("slice");
    Program.run(
        MOST,
        "curl",
        "-q",
        "--noproxy",
        "*",
        "-fsS",
        "-H",
        "Accept-Encoding: torrent",
        "-r",
        "1000-1999",
        "-o",
        slice.toString(),
        url);
    byte[] file = Files.readAllBytes(site.file(TestSite.BIG));
    assertThat(Files.readAllBytes(slice)).isEqualTo(java.util.Arrays.copyOfRange(file, 1000, 2000));
  }
}
