package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.fallback.FallbackRecords;

/** The file was replaced, and the first name server that is asked still has the old torrent. */
class FallbackIT extends DownloaderTestBase {
  /** Nobody listens there. */
  private static final String URL = "http://127.0.0.1:1/file.bin";

  private static final String NAME = DownloadUrl.fallbackName(URI.create(URL));

  private final Content before = Content.of(TorrentFormat.V1, 9 * Content.PIECE);
  private final Content after = Content.of(TorrentFormat.V1, 10 * Content.PIECE);
  private final WireMockServer node = new WireMockServer(wireMockConfig().dynamicPort());
  private DnsFixture cache;
  private DnsFixture other;
  private SeedFixture seed;

  @BeforeEach
  void start() throws Exception {
    node.start();
    cache = new DnsFixture();
    other = new DnsFixture();
    seed = new SeedFixture(after, SeedFixture.Mode.GOOD);
    settings =
        settings
            .withDnsServers(List.of(cache.server(), other.server()))
            .withRequests(settings.requests().withRetries(0));
    answer(
        "/announce",
        ok().withBody(
                HttpAnnounce.encodeCompact(
                    new AnnounceAnswer.Failed("unregistered torrent"),
                    InetAddress.getLoopbackAddress())));
    answer("/seed/file.bin", aResponse().withStatus(404));
    var stale = before.withUrls(List.of(url("/announce")), List.of(url("/seed/file.bin")));
    cache.put(NAME, FallbackRecords.of(stale.metainfo().toBytes()));
  }

  @AfterEach
  void stop() throws Exception {
    node.stop();
    cache.close();
    other.close();
    seed.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + node.port() + path;
  }

  private void answer(String path, ResponseDefinitionBuilder response) {
    node.stubFor(any(urlPathEqualTo(path)).willReturn(response));
  }

  private void publishNew(DnsFixture server) {
    server.put(NAME, FallbackRecords.of(newLink()));
  }

  private void assertSaved() throws Exception {
    publishNew(other);
    assertThat(get(URL).route()).isEqualTo(Route.DNS_MAGNET);
    assertThat(target).hasBinaryContent(after.bytes());
    assertThat(progress.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("the torrent that " + cache.server() + " gave comes from a cache")
                    .contains("for another 300 s")
                    .endsWith("; asking DNS once more"));
  }

  @Test
  void get_unregisteredTorrent_asksElsewhere() throws Exception {
    assertSaved();
    assertThat(progress.notes()).anyMatch(note -> note.contains("unregistered torrent"));
  }

  /** Returns a file as long as the old one, so that only its hashes show the difference. */
  @Test
  void get_wrongPieces_asksElsewhere() throws Exception {
    byte[] wrong = new byte[before.bytes().length];
    answer("/seed/file.bin", ok().withBody(wrong));
    assertSaved();
    assertThat(progress.notes()).anyMatch(note -> note.contains("wrong"));
  }

  /** What is left of the old file does not end up in the new one. */
  @Test
  void get_piecesOfBoth() throws Exception {
    byte[] half = before.bytes().clone();
    Arrays.fill(half, half.length / 2, half.length, (byte) 0);
    answer("/seed/file.bin", ok().withBody(half));
    assertSaved();
  }

  @Test
  void get_recordThatIsNoTorrent_asksElsewhere() throws Exception {
    cache.put(NAME, FallbackRecords.of("d1:a1:be".getBytes(US_ASCII)));
    publishNew(other);
    assertThat(get(URL).route()).isEqualTo(Route.DNS_MAGNET);
    assertThat(target).hasBinaryContent(after.bytes());
  }

  @Test
  void get_nobodyHasAnother() throws Exception {
    var failure = failure(URL);
    assertThat(failure.reason()).isEqualTo(Reason.NO_SOURCES);
    assertThat(failure)
        .hasMessageContaining("unregistered torrent")
        .hasMessageContaining("keeps it for another 300 s")
        .hasMessageEndingWith("; no name server has another torrent");
  }

  /** A cache asks again when the time to live is over, and may have the new one by now. */
  @Test
  void get_sameServerHasAnotherByNow() throws Exception {
    settings = settings.withDnsServers(List.of(cache.server()));
    cache.putLater(NAME, FallbackRecords.of(newLink()));
    assertThat(get(URL).route()).isEqualTo(Route.DNS_MAGNET);
    assertThat(target).hasBinaryContent(after.bytes());
  }

  private MagnetLink newLink() {
    return MagnetLink.builder()
        .infoHash(after.metainfo().info().infoHash().orElseThrow())
        .peer(seed.hostAndPort())
        .build();
  }
}
