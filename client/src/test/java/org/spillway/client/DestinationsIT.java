package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.Destinations;
import org.spillway.client.http.ForbiddenDestinationException;
import org.spillway.client.http.Http;
import org.spillway.client.http.RequestSettings;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.FallbackRecords;

/** What a record of a public host names on this machine is left alone. */
class DestinationsIT extends DownloaderTestBase {
  /** It has no address, so that DNS is asked, and counts as public. */
  private static final String URL = "http://dl.invalid/file.bin";

  private final Content content = Content.of(TorrentFormat.V1, 10 * Content.PIECE);
  private final WireMockServer inside = new WireMockServer(wireMockConfig().dynamicPort());
  private DnsFixture dns;
  private SeedFixture seed;

  @BeforeEach
  void start() throws Exception {
    inside.start();
    inside.stubFor(any(anyUrl()).willReturn(ok()));
    dns = new DnsFixture();
    seed = new SeedFixture(content, SeedFixture.Mode.GOOD);
    settings =
        settings
            .withDnsServers(List.of(dns.server()))
            .withRequests(settings.requests().withRetries(0));
  }

  @AfterEach
  void stop() throws Exception {
    inside.stop();
    dns.close();
    seed.close();
  }

  private void publish(List<List<String>> records) {
    dns.put(DownloadUrl.fallbackName(URI.create(URL)), records);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "localhost", "2130706433", "[::ffff:7f00:1]", "[::ffff:127.0.0.1]"})
  void get_urlsOfRecordLeadInside(String host) throws Exception {
    String url = "http://" + host + ":" + inside.port() + "/admin/delete?id=7";
    String udp = "udp://" + host + ":" + inside.port();
    var urls = new TorrentUrls(List.of(List.of(url), List.of(udp)), List.of(url));
    publish(FallbackRecords.of(content.metainfo().withUrls(urls).toBytes()));
    var failure = failure(URL);
    assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
    assertThat(failure)
        .hasMessageContaining("127.0.0.1 is not contacted, because it is this machine");
    assertThat(inside.getAllServeEvents()).isEmpty();
  }

  @Test
  void get_peersOfRecordLeadInside() throws Exception {
    var info = content.metainfo().info();
    publish(
        FallbackRecords.of(
            MagnetLink.builder()
                .infoHash(info.infoHash().orElseThrow())
                .peer(seed.hostAndPort())
                .build()));
    assertThat(failure(URL)).hasMessageContaining("because it is this machine");
    assertThat(seed.connections()).isZero();
  }

  /** A link that names a public host as well does not come from inside. */
  @Test
  void get_magnetOfBoth() throws Exception {
    String link =
        magnet(content, seed.hostAndPort()) + "&tr=http%3A%2F%2Ftracker.invalid%2Fannounce";
    assertThat(failure(link)).hasMessageContaining("because it is this machine");
    assertThat(seed.connections()).isZero();
  }

  @Test
  void get_requestLeadsInside() throws Exception {
    var url = URI.create("http://localhost:" + inside.port() + "/");
    var network = Destinations.of(URI.create("http://10.0.0.1/"));
    var wait = Duration.ofSeconds(5);
    try (var http = new Http(RequestSettings.DEFAULT, url, wait, wait, network, System::nanoTime)) {
      assertThatThrownBy(() -> http.get(url)).isInstanceOf(ForbiddenDestinationException.class);
    }
    assertThat(inside.getAllServeEvents()).isEmpty();
  }

  @Test
  void of_sourceInside() {
    assertThatCode(() -> Destinations.of(URI.create("http://127.0.0.1/")).require("10.0.0.1"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Destinations.of(URI.create("http://10.0.0.1/")).require("127.0.0.1"))
        .isInstanceOf(ForbiddenDestinationException.class);
  }
}
