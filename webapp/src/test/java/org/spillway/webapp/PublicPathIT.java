package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.Downloader;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.client.Progress;
import org.spillway.testing.FreePort;
import org.spillway.testing.WebSocketClient;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.SiteConfig;

/** The public URL has a path, and the proxy in front may keep it. */
class PublicPathIT {
  private static final String PATH = "/pub/some.bin";
  private static final byte[] CONTENT = TestSite.bytes(14, 2_000_000);

  @TempDir private static Path folder;

  private static Server server;
  private static String root;
  private static String base;

  @BeforeAll
  static void start() throws Exception {
    var site = TestSite.withoutBig(folder);
    site.offer(PATH, CONTENT);
    int port = FreePort.find();
    root = "http://127.0.0.1:" + port;
    base = root + "/some/base";
    var values =
        site.values().set(HttpConfig.PORT, "" + port).set(SiteConfig.PUBLIC_URL, base + "/");
    var config = Config.of(values);
    server = Server.start(config, Server.bindHttp(config));
    TestSite.torrent(base + PATH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/some/base"})
  void everything_withAndWithoutThePath(String path) throws Exception {
    String url = root + path;
    var whole = TestSite.get(url + PATH);
    assertThat(whole.body()).isEqualTo(CONTENT);
    assertThat(whole.headers().firstValue("Link").orElseThrow()).contains(base + PATH + "?torrent");
    assertThat(TestSite.get(url + "/seed" + PATH, "Range", "bytes=0-9").body()).hasSize(10);
    assertThat(TestSite.get(url + "/pub/").statusCode()).isEqualTo(200);
    assertThat(TestSite.get(url + "/pub").headers().firstValue("Location")).contains("./pub/");
    assertThat(TestSite.get(url + "/").statusCode()).isEqualTo(200);
    assertThat(TestSite.get(url + "/none").statusCode()).isEqualTo(404);
    assertThat(TestSite.get(url + "/.well-known/spillway").statusCode()).isEqualTo(200);
    assertThat(new String(TestSite.get(url + "/announce").body(), UTF_8)).contains("info_hash");
    try (var peer =
        new WebSocketClient(
            HttpClient.newHttpClient(), URI.create(url.replaceFirst("http", "ws") + "/announce"))) {
      peer.send(WebPeers.announce(TestSite.torrent(url + PATH), 1, 0));
      assertThat(peer.next()).contains("\"incomplete\":1");
    }
    var dns = new DnsLookup(dns(url));
    assertThat(dns.lookup(URI.create(base + PATH))).isInstanceOf(LookupResult.Present.class);
  }

  private static ClientSettings dns(String url) {
    return ClientSettings.DEFAULT.withDnsServers(List.of(NameServer.parse(url + "/dns-query")));
  }

  @Test
  void pathItself_isTheFolder() throws Exception {
    var answer = TestSite.get(base);
    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(answer.headers().firstValue("Location")).contains("./base/");
    assertThat(TestSite.get(root + "/some").statusCode()).isEqualTo(404);
  }

  /** What the page names must be below the path, where the proxy takes it for ours. */
  @Test
  void swarmPage_staysBelowThePath() throws Exception {
    String page = new String(TestSite.get(base + PATH + "?swarm").body(), UTF_8);
    assertThat(page).contains("\"../spillway/swarm.js\"");
    var script = URI.create(base + PATH).resolve("../spillway/swarm.js");
    assertThat(TestSite.get(script.toString()).statusCode()).isEqualTo(200);
  }

  @Test
  void client_downloads() throws Exception {
    Path file = folder.resolve("downloaded");
    new Downloader(ClientSettings.DEFAULT).get(URI.create(base + PATH), file, Progress.NONE);
    assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
  }
}
