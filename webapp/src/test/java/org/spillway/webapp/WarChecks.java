package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.spillway.client.AnsweredBy;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.DnsTransport;
import org.spillway.client.Downloader;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.client.Progress;
import org.spillway.client.Source;
import org.spillway.testing.WebSocketClient;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;

/** What must hold in every servlet container alike. */
final class WarChecks {
  private WarChecks() {}

  /** The WAR that the build made just before. */
  static Path war() {
    Path war = Path.of("target", "spillway.war").toAbsolutePath();
    assertThat(war).isRegularFile();
    return war;
  }

  static void check(TestSite site, String base, Path target) throws Exception {
    String url = base + TestSite.BIG;
    byte[] file = Files.readAllBytes(site.file(TestSite.BIG));
    var torrent = TestSite.torrent(url);
    assertThat(torrent.info().length()).isEqualTo(file.length);

    var plain = TestSite.get(url);
    assertThat(plain.body()).isEqualTo(file);
    assertThat(plain.headers().allValues("Vary")).contains("Accept, Accept-Encoding");

    var negotiated = TestSite.get(url, "Accept-Encoding", "gzip, torrent");
    assertThat(negotiated.headers().firstValue("Content-Type")).contains(Metainfo.MEDIA_TYPE);
    assertThat(Metainfo.parse(negotiated.body())).isEqualTo(torrent);

    var range = TestSite.get(url, "Range", "bytes=5-14", "Accept-Encoding", "torrent");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo(Arrays.copyOfRange(file, 5, 15));

    checkSwarmPage(url);
    checkOtherPaths(base);
    checkWebSocket(base, torrent);
    checkDns(base, url, torrent);

    var settings = ClientSettings.DEFAULT.withWebSeeds(false);
    var result =
        new Downloader(settings).get(URI.create(url), target.resolve("swarm"), Progress.NONE);
    assertThat(result.from(Source.PEER)).isEqualTo(file.length);
    assertThat(TestSite.sha256(target.resolve("swarm")))
        .isEqualTo(TestSite.sha256(site.file(TestSite.BIG)));
  }

  private static void checkSwarmPage(String url) throws Exception {
    var page = TestSite.get(url + "?swarm");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none'");
    assertThat(new String(page.body(), UTF_8))
        .contains("<h1><bdi>jdk-modules</bdi></h1>", "href=\"jdk-modules?torrent\"");
    var head = TestSite.head(url + "?swarm");
    assertThat(head.headers().firstValue("ETag")).isEqualTo(page.headers().firstValue("ETag"));
  }

  private static void checkOtherPaths(String base) throws Exception {
    assertThat(TestSite.get(base + "/pub/none").statusCode()).isEqualTo(404);
    var folder = TestSite.get(base + "/pub?a=b");
    assertThat(folder.statusCode()).isEqualTo(301);
    assertThat(folder.headers().firstValue("Location")).contains("./pub/?a=b");
    assertThat(new String(TestSite.get(base + "/pub/").body(), UTF_8))
        .contains("href=\"jdk-modules\"", "href=\"read%20me,%20100%25.txt\"")
        .doesNotContain("href=\"jdk-modules?");
    var error = TestSite.get(base + "/pub/none?torrent");
    assertThat(error.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/xml");
    assertThat(new String(error.body(), UTF_8)).contains("<Code>NoSuchKey</Code>");
  }

  /** An upgrade beside the filter, at the path of the HTTP announce. */
  private static void checkWebSocket(String base, Metainfo torrent) throws Exception {
    var uri = URI.create(base.replaceFirst("http", "ws") + "/announce");
    try (var one = new WebSocketClient(HttpClient.newHttpClient(), uri);
        var two = new WebSocketClient(HttpClient.newHttpClient(), uri)) {
      one.send(WebPeers.announce(torrent, 1, 0));
      assertThat(one.next()).contains("\"incomplete\":1");
      two.send(WebPeers.announce(torrent, 2, 1));
      assertThat(two.next()).contains("\"incomplete\":2");
      assertThat(one.next()).contains("\"sdp\":\"v=0\"");
      two.sendBinary(new byte[1]);
      assertThat(two.next()).isEqualTo("closed 1003");
    }
    String plain = new String(TestSite.get(base + "/announce").body(), UTF_8);
    assertThat(plain).isEqualTo("d14:failure reason18:info_hash: missinge");
  }

  /** A POST beside the filter, whose body comes asynchronously. */
  private static void checkDns(String base, String url, Metainfo torrent) throws Exception {
    var doh = NameServer.parse(base + "/dns-query");
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(List.of(doh)));
    var found = (LookupResult.Present) lookup.lookup(URI.create(url));
    assertThat(found.by()).isEqualTo(new AnsweredBy(doh, DnsTransport.HTTPS, false));
    assertThat(found.answer()).isEqualTo(new FallbackAnswer.Torrent(torrent.toBytes()));
  }
}
