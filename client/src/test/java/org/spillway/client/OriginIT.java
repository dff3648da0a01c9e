package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.DownloadException.Reason;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.fallback.FallbackRecords;

/** The server of the URL in all its moods, and DNS where it fails. */
class OriginIT extends DownloaderTestBase {
  private final Content content = Content.of(TorrentFormat.V1, 10 * Content.PIECE);
  private final WireMockServer http = new WireMockServer(wireMockConfig().dynamicPort());
  private DnsFixture dns;
  private SeedFixture seed;
  private String url;

  @BeforeEach
  void start() throws Exception {
    http.start();
    dns = new DnsFixture();
    seed = new SeedFixture(content, SeedFixture.Mode.GOOD);
    settings = settings.withDnsServers(List.of(dns.server()));
    url = "http://localhost:" + http.port() + "/pub/file.bin?v=2";
  }

  @AfterEach
  void stop() throws Exception {
    http.stop();
    dns.close();
    seed.close();
  }

  private void answer(ResponseDefinitionBuilder response) {
    http.stubFor(any(anyUrl()).willReturn(response));
  }

  /** The magnet form, the one that can name a peer without a tracker. */
  private void publishInDns() {
    dns.put(DownloadUrl.fallbackName(DownloadUrl.parse(url)), FallbackRecords.of(magnet()));
  }

  private MagnetLink magnet() {
    return MagnetLink.builder()
        .infoHash(content.metainfo().info().infoHash().orElseThrow())
        .peer(seed.hostAndPort())
        .build();
  }

  private void assertFallback() throws Exception {
    publishInDns();
    var result = get(url);
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(result.route()).isEqualTo(Route.DNS_MAGNET);
    assertThat(progress.notes()).anyMatch(note -> note.endsWith("; asking DNS"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void get_serverErrorFallsBack(int status) throws Exception {
    answer(aResponse().withStatus(status));
    assertFallback();
  }

  @ParameterizedTest
  @EnumSource
  void get_brokenAnswerFallsBack(Fault fault) throws Exception {
    answer(aResponse().withFault(fault));
    assertFallback();
  }

  /**
   * Shortens the timeouts where something is given up; the default ones are too long for a test.
   */
  private void losePatience() {
    settings =
        settings
            .withConnectTimeout(Duration.ofSeconds(3))
            .withReadTimeout(Duration.ofSeconds(4))
            .withStallTimeout(Duration.ofSeconds(6));
  }

  /** DNS is asked for the server that does not answer, which the first one redirected to. */
  @Test
  void get_redirectToDeadServerFallsBack() throws Exception {
    String dead = "http://127.0.0.1:1/mirror/file.bin";
    answer(aResponse().withStatus(302).withHeader("Location", dead));
    dns.put(DownloadUrl.fallbackName(DownloadUrl.parse(dead)), FallbackRecords.of(magnet()));
    assertThat(get(url).route()).isEqualTo(Route.DNS_MAGNET);
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(progress.notes()).contains(dead + ": connection refused; asking DNS");
  }

  @Test
  void get_redirectToDeadServerFallsBackToTheFirst() throws Exception {
    answer(aResponse().withStatus(307).withHeader("Location", "http://127.0.0.1:1/file.bin"));
    assertFallback();
  }

  @Test
  void get_redirectLoop() throws Exception {
    answer(aResponse().withStatus(301).withHeader("Location", "/again"));
    assertThat(failure(url)).hasMessageContaining("the server redirects more than 20 times");
  }

  /** A load balancer without servers takes the connection and ends it. */
  @Test
  void get_connectionEndsWithinTheTlsHandshake() throws Exception {
    var executor = Executors.newSingleThreadExecutor(new DaemonThreads("balancer"));
    try (var balancer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      executor.execute(() -> closeEach(balancer));
      url = "https://localhost:" + balancer.getLocalPort() + "/pub/file.bin";
      publishInDns();
      var failure = failure(url);
      assertThat(failure.reason()).isEqualTo(Reason.UNVERIFIED);
      assertThat(failure)
          .hasMessageContaining("nothing proves that the torrent in DNS is its own")
          .hasMessageContaining("--dns");
      assertThat(seed.connections()).isZero();
      settings = settings.withDns(settings.dns().withTrust(DnsPolicy.Trust.ANY));
      assertFallback();
    }
    Threads.end(executor);
  }

  /** Reads the ClientHello first, so that the end is an end and no reset. */
  private static void closeEach(ServerSocket balancer) {
    try {
      while (true) {
        try (var socket = balancer.accept()) {
          socket.getInputStream().readNBytes(1);
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Over HTTPS, nobody but the server that the person named can have written the answer. */
  @Test
  void get_httpsWithDnsOverHttps() throws Exception {
    url = "https://localhost:" + http.port() + "/pub/file.bin";
    http.stop();
    try (var doh = new DohFixture(dns)) {
      settings = settings.withDnsServers(List.of(doh.server()));
      assertFallback();
    }
  }

  @Test
  void get_withoutDns() throws Exception {
    answer(aResponse().withStatus(503));
    publishInDns();
    settings = settings.withDns(settings.dns().withTrust(DnsPolicy.Trust.NONE));
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessage(url + ": HTTP 503; DNS is not asked (--no-dns)");
    assertThat(dns.overUdp()).isZero();
  }

  @Test
  void get_hangingServerFallsBack() throws Exception {
    losePatience();
    answer(aResponse().withFixedDelay(20_000));
    assertFallback();
  }

  @Test
  void get_refusedConnectionFallsBack() throws Exception {
    http.stop();
    assertFallback();
  }

  @Test
  void get_stalledBodyFallsBack() throws Exception {
    losePatience();
    answer(ok().withBody(content.bytes()).withChunkedDribbleDelay(2, 30_000));
    assertFallback();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void get_refusalIsAnAnswer(int status) throws Exception {
    publishInDns();
    answer(aResponse().withStatus(status));
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure).hasMessage(url + ": HTTP " + status);
    assertThat(seed.connections()).isZero();
  }

  @Test
  void get_dnsKnowsNothing() throws Exception {
    answer(aResponse().withStatus(503));
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure)
        .hasMessageStartingWith(url + ": HTTP 503; DNS has no record at ")
        .hasMessageEndingWith("says NXDOMAIN)");
  }

  @Test
  void get_dnsIsSilentToo() throws Exception {
    losePatience();
    answer(aResponse().withStatus(503));
    dns.fallSilent();
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure).hasMessageContaining("HTTP 503; no name server answers for ");
  }

  @Test
  void get_dnsHoldsNonsense() throws Exception {
    answer(aResponse().withStatus(503));
    dns.put(
        DownloadUrl.fallbackName(DownloadUrl.parse(url)),
        List.of(
            List.of(
                Base64.getEncoder()
                    .encodeToString("d4:infoi1ee".getBytes(StandardCharsets.UTF_8)))));
    assertThat(failure(url).reason()).isEqualTo(Reason.PROTOCOL);
  }

  @Test
  void get_plainTorrentInDns() throws Exception {
    http.stop();
    try (var tracker = new UdpTrackerFixture(0, List.of(seed.address()))) {
      var torrent = content.withUrls(List.of(tracker.url()), List.of()).metainfo().toBytes();
      dns.put(DownloadUrl.fallbackName(DownloadUrl.parse(url)), FallbackRecords.of(torrent));
      assertThat(get(url).route()).isEqualTo(Route.DNS_PLAIN);
      assertThat(target).hasBinaryContent(content.bytes());
    }
  }

  @Test
  void get_plainFile() throws Exception {
    answer(ok().withBody(content.bytes()));
    var result = get(url);
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(result.route()).isEqualTo(Route.PLAIN_FILE);
    assertThat(result.from(Source.HTTP)).isEqualTo(content.bytes().length);
    http.verify(
        getRequestedFor(urlPathEqualTo("/pub/file.bin"))
            .withHeader("Accept-Encoding", equalTo("torrent, identity;q=0.5"))
            .withHeader("Accept", matching("application/x-bittorrent, .*")));
  }

  @Test
  void get_torrentByItsOwnUrlIsAPlainFile() throws Exception {
    byte[] torrent = content.metainfo().toBytes();
    answer(
        ok().withBody(torrent)
            .withHeader("Content-Type", Metainfo.MEDIA_TYPE)
            .withHeader("Content-Location", "/pub/file.bin?v=2"));
    assertThat(get(url).route()).isEqualTo(Route.PLAIN_FILE);
    assertThat(target).hasBinaryContent(torrent);
  }

  @Test
  void get_nonsenseAsTorrentGetsThePlainFile() throws Exception {
    answer(ok().withBody(content.bytes()));
    http.stubFor(
        WireMock.get(anyUrl())
            .withHeader("Accept-Encoding", matching("torrent.*"))
            .willReturn(
                ok().withBody("<html>not a torrent")
                    .withHeader("Content-Type", Metainfo.MEDIA_TYPE)
                    .withHeader("Content-Location", "/other")));
    assertThat(get(url).route()).isEqualTo(Route.PLAIN_FILE);
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(progress.notes()).anyMatch(note -> note.contains("invalid torrent (byte 0"));
  }

  @Test
  void get_httpTrackerNamesThePeer() throws Exception {
    String tracker = "http://localhost:" + http.port() + "/announce";
    var torrent = content.withUrls(List.of(tracker), List.of()).metainfo().toBytes();
    answer(
        ok().withBody(torrent)
            .withHeader("Content-Type", Metainfo.MEDIA_TYPE + "; x=y")
            .withHeader("Content-Location", "/pub/file.bin?torrent"));
    var announced =
        new AnnounceAnswer.Announced(
            Duration.ofMinutes(30), Duration.ZERO, 1, 0, List.of(seed.address()));
    http.stubFor(
        WireMock.get(urlPathEqualTo("/announce"))
            .willReturn(
                ok().withBody(
                        HttpAnnounce.encodeCompact(announced, InetAddress.getLoopbackAddress()))));
    var result = get(url);
    assertThat(target).hasBinaryContent(content.bytes());
    assertThat(result.route()).isEqualTo(Route.NEGOTIATED);
    http.verify(
        getRequestedFor(urlPathEqualTo("/announce")).withQueryParam("event", equalTo("stopped")));
  }

  @Test
  void get_digestIsCompared() throws Exception {
    answer(ok().withBody(content.bytes()).withHeader("Repr-Digest", digest(content.bytes())));
    get(url);
    var again = get(url);
    assertThat(again.from(Source.RESUMED)).as("there already").isEqualTo(again.length());

    target = folder.resolve("other.bin");
    answer(ok().withBody(content.bytes()).withHeader("Repr-Digest", digest(new byte[1])));
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
    assertThat(folder).isDirectoryNotContaining("glob:**other.bin*");
  }

  private static String digest(byte[] bytes) {
    String base64 = Base64.getEncoder().encodeToString(Sha256.digest(bytes).toBytes());
    return "sha-256=:" + base64 + ":";
  }

  @Test
  void get_existingFileIsNotOverwritten() throws Exception {
    Files.writeString(target, "mine");
    answer(ok().withBody("theirs"));
    assertThat(failure(url).reason()).isEqualTo(Reason.FILE);
    assertThat(target).hasContent("mine");
    settings = settings.withOverwrite(true);
    get(url);
    assertThat(target).hasContent("theirs");
  }

  @Test
  void get_folderAsTarget() throws Exception {
    answer(ok().withBody("text"));
    target = folder;
    assertThat(get(url).file()).isEqualTo(folder.resolve("file.bin")).hasContent("text");
  }

  @Test
  void get_folderThatIsMissing() throws Exception {
    answer(ok().withBody("text"));
    target = folder.resolve("missing/file");
    var failure = failure(url);
    assertThat(failure.reason()).isEqualTo(Reason.FILE);
    assertThat(failure).hasMessage(folder.resolve("missing/file.part") + ": no such folder");
  }

  @Test
  void get_redirect() throws Exception {
    http.stubFor(
        WireMock.get(urlPathEqualTo("/pub/file.bin"))
            .willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));
    http.stubFor(WireMock.get(urlPathEqualTo("/elsewhere")).willReturn(ok().withBody("text")));
    get(url);
    assertThat(target).hasContent("text");
  }
}
