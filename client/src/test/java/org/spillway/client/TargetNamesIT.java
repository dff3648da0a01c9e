package org.spillway.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;

/** The names that downloads get in a folder, and what stands at a path that was chosen. */
class TargetNamesIT extends DownloaderTestBase {
  private final Content content = Content.of(TorrentFormat.V1, 3 * Content.PIECE);
  private final WireMockServer http = new WireMockServer(wireMockConfig().dynamicPort());

  @BeforeEach
  void start() {
    http.start();
    target = folder;
  }

  @AfterEach
  void stop() {
    http.stop();
  }

  private void answer(ResponseDefinitionBuilder response) {
    http.stubFor(any(anyUrl()).willReturn(response.withBody(content.bytes())));
  }

  private Path file(String path) throws Exception {
    return get("http://localhost:" + http.port() + path).file();
  }

  private Path named(String name) {
    return folder.resolve(name);
  }

  @Test
  void get_nameOfTheUrl_andTimeOfTheServer() throws Exception {
    answer(aResponse().withHeader("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"));
    assertThat(file("/pub/a%20b.bin?v=2")).isEqualTo(named("a b.bin"));
    assertThat(named("a b.bin")).hasBinaryContent(content.bytes());
    assertThat(Files.getLastModifiedTime(named("a b.bin")).toInstant())
        .isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @Test
  void get_nameOfTheResponse_isMadeHarmless() throws Exception {
    answer(
        aResponse().withHeader("Content-Disposition", "attachment; filename*=UTF-8''..%2F.b%07c"));
    assertThat(file("/download.php")).isEqualTo(named("_b_c"));
    assertThat(named("_b_c")).hasBinaryContent(content.bytes());
  }

  @Test
  void get_chosenName_stays() throws Exception {
    target = named("mine");
    answer(aResponse().withHeader("Content-Disposition", "attachment; filename=theirs"));
    assertThat(file("/download.php")).isEqualTo(named("mine"));
  }

  @Test
  void get_torrentOfAFile_isNotSavedAsTheFile() throws Exception {
    http.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", Metainfo.MEDIA_TYPE)
                    .withBody(content.metainfo().toBytes())));
    assertThat(file("/file.bin?torrent")).isEqualTo(named("file.bin.torrent"));
    assertThat(file("/other.torrent")).isEqualTo(named("other.torrent"));
  }

  @Test
  void get_longestNames() throws Exception {
    answer(aResponse());
    String name = "x".repeat(251) + ".iso";
    assertThat(file("/" + name)).isEqualTo(named(name));
    assertThat(file("/" + "y".repeat(300))).isEqualTo(named("y".repeat(255)));
  }

  @Test
  void get_magnet_isNamedByItsMetadata() throws Exception {
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD)) {
      assertThat(get(magnet(content, seed.hostAndPort())).file()).isEqualTo(named("file.bin"));
    }
    assertThat(named("file.bin")).hasBinaryContent(content.bytes());
    assertThat(named("index.html")).doesNotExist();
  }

  @Test
  void get_linkAtTheTarget_staysAndLeadsToTheFile() throws Exception {
    answer(aResponse());
    Files.createDirectory(named("there"));
    target = Files.createSymbolicLink(named("link"), Path.of("there/real"));
    file("/file.bin");
    assertThat(Files.isSymbolicLink(target)).isTrue();
    assertThat(named("there/real")).hasBinaryContent(content.bytes());
  }

  @Test
  void get_device_isRefused() throws Exception {
    answer(aResponse());
    target = Path.of("/dev/null");
    var failure = failure("http://localhost:" + http.port() + "/file.bin");
    assertThat(failure.reason()).isEqualTo(Reason.FILE);
    assertThat(failure)
        .hasMessage("/dev/null: must be a regular file, was a device, a FIFO or a socket");
    assertThat(OutputFile.isStream(target)).isTrue();
  }

  /** The right pieces of a damaged copy are not fetched again. */
  @Test
  void get_damagedCopy_isRepaired() throws Exception {
    byte[] damaged = content.bytes().clone();
    damaged[Content.PIECE + 7] ^= 1;
    target = Files.write(named("file.bin"), damaged);
    settings = settings.withOverwrite(true);
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD)) {
      var result = get(magnet(content, seed.hostAndPort()));
      assertThat(result.from(Source.RESUMED)).isEqualTo(2L * Content.PIECE);
      assertThat(result.from(Source.PEER)).isEqualTo(Content.PIECE);
    }
    assertThat(target).hasBinaryContent(content.bytes());
  }

  @Test
  void verify_namesTheWrongPieces() throws Exception {
    byte[] damaged = content.bytes().clone();
    damaged[Content.PIECE + 7] ^= 1;
    Files.write(named("file.bin"), damaged);
    var found = VerifiedContent.of(folder, content.metainfo(), Progress.NONE);
    assertThat(found.path()).isEqualTo(named("file.bin"));
    assertThat(found.isComplete()).isFalse();
    assertThat(found.wrong().stream()).containsExactly(1);
    Files.write(named("file.bin"), content.bytes());
    assertThat(
            VerifiedContent.of(named("file.bin"), content.metainfo(), Progress.NONE).isComplete())
        .isTrue();
  }

  @Test
  void offeredTorrent_byNegotiation() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.NEGOTIATING)) {
      var url = DownloadUrl.parse(server.url("/file.bin"));
      assertThat(NegotiatedTorrent.at(url, settings)).isEqualTo(content.metainfo());
    }
    answer(aResponse());
    var url = DownloadUrl.parse("http://localhost:" + http.port() + "/file.bin");
    assertThat(catchThrowable(() -> NegotiatedTorrent.at(url, settings)))
        .hasMessageContaining("the server has no torrent of it");
  }
}
