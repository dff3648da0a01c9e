package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.http.JettyServer;

/** What the world may not read is offered at no door; what it may read again is what it was. */
class AccessIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String URL_PATH = "/pub/read%20me,%20100%25.txt";

  @TempDir private Path folder;

  private TestSite site;
  private Server server;
  private String base;
  private InfoHash infoHash;

  @BeforeEach
  void start() throws Exception {
    site = new TestSite(folder);
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    base = "http://127.0.0.1:" + jetty.port();
    var values = site.values().set(SiteConfig.PUBLIC_URL, base).set(CatalogConfig.RECHECK, "200ms");
    server = Server.start(Config.of(values), jetty);
    infoHash = TestSite.torrent(base + URL_PATH).info().swarmHash();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The file's five doors: three of HTTP, and whether the other three know it. */
  private record Seen(
      int file, int torrent, int seed, boolean page, boolean dns, boolean tracker, boolean seeder) {
    static final Seen OPEN = new Seen(200, 200, 200, true, true, true, true);
    static final Seen CLOSED = new Seen(403, 403, 403, false, false, false, false);
  }

  private Seen look() throws Exception {
    return new Seen(
        TestSite.get(base + URL_PATH).statusCode(),
        TestSite.get(base + URL_PATH + "?torrent").statusCode(),
        TestSite.get(base + "/seed" + URL_PATH).statusCode(),
        text(base + "/pub/").contains("read me"),
        isInDns(),
        !text(base + announce()).contains("failure reason"),
        isSeeded());
  }

  private static String text(String url) throws Exception {
    return new String(TestSite.get(url).body(), UTF_8);
  }

  private boolean isInDns() throws Exception {
    String name = RequestHash.ofTarget(URL_PATH).nameUnder("127.0.0.1");
    String port = String.valueOf(server.ports().dns().orElseThrow());
    return Program.run(MOST, "dig", "@127.0.0.1", "-p", port, "+short", name, "TXT")
        .startsWith("\"");
  }

  private String announce() {
    return "/announce?peer_id=-XX0000-abcdefghijkl&port=9&uploaded=0&downloaded=0&left=0&info_hash="
        + infoHash.toString().replaceAll("..", "%$0");
  }

  /** Whether the seeder answers a handshake (BEP 3) for it. */
  private boolean isSeeded() throws IOException {
    try (var peer = new Socket(InetAddress.getLoopbackAddress(), seederPort())) {
      peer.setSoTimeout((int) MOST.toMillis());
      handshake(peer);
      return peer.getInputStream().readNBytes(68).length == 68;
    }
  }

  private int seederPort() {
    return server.ports().seeder().orElseThrow();
  }

  private void handshake(Socket peer) throws IOException {
    var out = peer.getOutputStream();
    out.write("\u0013BitTorrent protocol\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1));
    out.write(HexFormat.of().parseHex(infoHash.toString()));
    out.write("-XX0000-abcdefghijkl".getBytes(ISO_8859_1));
  }

  private void permit(String path, String permissions) throws IOException {
    Files.setPosixFilePermissions(site.file(path), PosixFilePermissions.fromString(permissions));
  }

  private void awaitSeen(Seen expected) throws Exception {
    await("what is seen").atMost(MOST).untilAsserted(() -> assertThat(look()).isEqualTo(expected));
  }

  @Test
  void file_closedAndOpenedAgain() throws Exception {
    awaitSeen(Seen.OPEN);
    try (var peer = new Socket(InetAddress.getLoopbackAddress(), seederPort())) {
      peer.setSoTimeout((int) MOST.toMillis());
      handshake(peer);
      assertThat(peer.getInputStream().readNBytes(68)).hasSize(68);
      permit(TestSite.SMALL, "rw-r-----");
      awaitSeen(Seen.CLOSED);
      // What was begun ends, too.
      peer.getInputStream().readAllBytes();
    }
    permit(TestSite.SMALL, "rw-r--r--");
    awaitSeen(Seen.OPEN);
    assertThat(TestSite.torrent(base + URL_PATH).info().swarmHash()).isEqualTo(infoHash);
  }

  @Test
  void folder_closedAndOpenedAgain() throws Exception {
    awaitSeen(Seen.OPEN);
    permit("/pub", "rwxr-xr--");
    awaitSeen(Seen.CLOSED);
    permit("/pub", "rwxr-xr-x");
    awaitSeen(Seen.OPEN);
    assertThat(TestSite.torrent(base + URL_PATH).info().swarmHash()).isEqualTo(infoHash);
  }
}
