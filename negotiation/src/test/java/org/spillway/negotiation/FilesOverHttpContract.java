package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;

/** What every door answers for files that are hashed already. */
abstract class FilesOverHttpContract extends HashedFilesFixture {
  FilesOverHttpContract(HttpFixture.Door door) {
    super(door);
  }

  @Test
  void get_file() {
    var response = http.get("/pub/digits.iso");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(DIGITS);
    assertFileFields(response);
    assertThat(field(response, "Content-Type")).contains("application/x-iso9660-image");
    assertThat(field(response, "Content-Length")).contains("10");
    assertThat(field(response, "Vary")).contains(VARY);
    assertThat(field(response, "Cache-Control")).isEmpty();
  }

  @Test
  void get_otherQuery() {
    assertThat(text(http.get("/pub/digits.iso?version=2"))).isEqualTo(DIGITS);
  }

  @Test
  void get_bigFile() {
    assertThat(http.get("/big.bin").body()).isEqualTo(big);
  }

  @Test
  void get_emptyFile_hasNoTorrent() {
    assertThat(http.get("/empty.txt?torrent").statusCode()).isEqualTo(404);
    var preferred = http.get("/empty.txt", "Accept-Encoding", "torrent");
    assertThat(preferred.statusCode()).isEqualTo(200);
    assertThat(preferred.body()).isEmpty();
    assertThat(field(preferred, "Link").orElse("")).doesNotContain("torrent");
  }

  @Test
  void get_emptyFile() {
    var response = http.get("/empty.txt");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "Content-Length")).contains("0");
    assertThat(field(response, "Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(field(response, "Cache-Control")).isEmpty();
    assertThat(http.get("/empty.txt", "Range", "bytes=-5").statusCode()).isEqualTo(200);
    assertThat(http.get("/empty.txt", "Range", "bytes=0-").statusCode()).isEqualTo(200);
    // There is nothing to choose.
    assertThat(field(response, "Vary")).isEmpty();
    assertThat(field(http.get("/empty.txt", "Accept-Encoding", "torrent"), "Vary")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, torrent", "torrent;q=0.5"})
  void get_torrentByEncoding(String acceptEncoding) {
    var response = http.get("/pub/digits.iso", "Accept-Encoding", acceptEncoding);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(torrent("/pub/digits.iso"));
    assertTorrentFields(response);
    assertThat(field(response, "Vary")).contains(VARY);
    assertThat(field(response, "Cache-Control")).contains("private, no-cache");
  }

  @Test
  void get_torrentByAccept() {
    var response = http.get("/pub/digits.iso", "Accept", "application/x-bittorrent");
    assertThat(response.body()).isEqualTo(torrent("/pub/digits.iso"));
    assertTorrentFields(response);
  }

  @Test
  void get_torrentBySecondLine() {
    var response =
        http.get("/pub/digits.iso", "Accept-Encoding", "gzip", "Accept-Encoding", "torrent");
    assertThat(response.body()).isEqualTo(torrent("/pub/digits.iso"));
  }

  /** A browser that knows torrents sends the coding with every request, those for pages too. */
  @Test
  void get_pagesAndShortFiles_codingGetsTheFile(@TempDir Path folder) throws IOException {
    try (var site = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT).start()) {
      String page = "<p>calm</p>".repeat(200_000);
      site.file("/page.html", page);
      site.file("/short.zip", DIGITS);
      site.file("/long.zip", page);
      for (String path : List.of("/page.html", "/short.zip", "/long.zip")) {
        site.hashed(path);
        var asked = site.get(path, "Accept", "application/x-bittorrent");
        assertThat(field(asked, "Content-Type")).contains("application/x-bittorrent");
        var coding = site.get(path, "Accept-Encoding", "gzip, deflate, br, zstd, torrent");
        assertThat(field(coding, "Vary")).contains(VARY);
        assertThat(text(coding).equals(text(asked))).isEqualTo(path.equals("/long.zip"));
      }
      assertThat(text(site.get("/page.html", "Accept-Encoding", "torrent"))).isEqualTo(page);
      assertThat(text(site.get("/short.zip", "Accept-Encoding", "torrent"))).isEqualTo(DIGITS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"torrent", "torrent=", "X-Amz-Signature=0&torrent="})
  void get_torrentByQuery(String query) {
    var response = http.get("/pub/digits.iso?" + query);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(torrent("/pub/digits.iso"));
    assertTorrentFields(response);
    assertThat(field(response, "Vary")).isEmpty();
    assertThat(field(response, "Cache-Control")).contains("public, no-cache");
  }

  @Test
  void get_swarmPage() {
    var page = http.get("/pub/digits.iso?swarm");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(field(page, "Content-Type")).contains("text/html;charset=utf-8");
    assertThat(text(page)).contains("<h1><bdi>digits.iso</bdi></h1>");
    assertThat(field(page, "Content-Security-Policy").orElseThrow())
        .contains(
            "connect-src 'self' https://dl.example.org https://mirror.example.net"
                + " https://tracker.example.org wss://dl.example.org wss://tracker.example.org;")
        .contains("frame-ancestors 'none'");
    assertThat(field(page, "Content-Location"))
        .contains(HttpFixture.BASE + "/pub/digits.iso?swarm");
    assertThat(field(page, "Vary")).isEmpty();
    var head = http.send("HEAD", "/pub/digits.iso?swarm=");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(field(head, "Content-Length")).contains("" + page.body().length);
    var again =
        http.get("/pub/digits.iso?swarm", "If-None-Match", field(page, "ETag").orElseThrow());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(field(again, "Content-Security-Policy"))
        .isEqualTo(field(page, "Content-Security-Policy"));
  }

  @Test
  void get_bundle() {
    var script = http.get("/spillway/swarm.js", "Accept-Encoding", "torrent");
    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(field(script, "Content-Type")).contains("text/javascript;charset=utf-8");
    assertThat(field(script, "X-Content-Type-Options")).contains("nosniff");
    assertThat(field(script, "Cache-Control")).contains("public, no-cache");
    assertThat(text(script)).startsWith("// A stand-in");
    String etag = field(script, "ETag").orElseThrow();
    assertThat(http.get("/spillway/swarm.js", "If-None-Match", etag).statusCode()).isEqualTo(304);
    var head = http.send("HEAD", "/spillway/swarm.js");
    assertThat(field(head, "Content-Length")).contains("" + script.body().length);
    assertThat(field(http.get("/spillway/swarm.css"), "Content-Type"))
        .contains("text/css;charset=utf-8");
    assertThat(http.send("POST", "/spillway/swarm.js").statusCode()).isEqualTo(405);
    assertThat(http.send("OPTIONS", "/spillway/swarm.js").statusCode()).isEqualTo(204);
  }

  /** As with the paths of the tracker, ours win; all others are the content's. */
  @Test
  void get_bundle_besideContentOfThatName(@TempDir Path folder) throws IOException {
    try (var site = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT).start()) {
      site.file("/spillway/swarm.js", "the content's");
      site.file("/spillway/other.js", "the content's");
      assertThat(text(site.get("/spillway/swarm.js"))).startsWith("// A stand-in");
      assertThat(text(site.get("/spillway/other.js"))).isEqualTo("the content's");
      assertThat(text(site.get("/seed/spillway/swarm.js"))).isEqualTo("the content's");
    }
  }

  @Test
  void get_oddName() {
    var response = http.get("/%C3%BC%20b+c%3Bd.txt?torrent");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "Content-Disposition"))
        .contains(
            "attachment; filename=\"_ b+c;d.txt.torrent\";"
                + " filename*=UTF-8''%C3%BC%20b%2Bc%3Bd.txt.torrent");
    assertThat(field(response, "Content-Location"))
        .contains(HttpFixture.BASE + "/%C3%BC%20b+c%3Bd.txt?torrent");
    assertThat(text(http.get("/%C3%BC%20b+c%3Bd.txt"))).isEqualTo("odd name");
  }

  @Test
  void get_seed() {
    var response =
        http.get("/seed/pub/digits.iso?torrent", "Accept-Encoding", "torrent", "Accept", "*/*");
    assertThat(text(response)).isEqualTo(DIGITS);
    assertFileFields(response);
    assertThat(field(response, "Vary")).isEmpty();
    var part = http.get("/seed/pub/digits.iso", "Range", "bytes=2-3");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo("23");
    assertThat(field(part, "Vary")).isEmpty();
    assertThat(text(http.get("/seed/pub/digits.iso/digits.iso"))).isEqualTo(DIGITS);
  }

  @Test
  void head_file() {
    var response =
        http.send("HEAD", "/pub/digits.iso", "Range", "bytes=1-2", "Accept-Encoding", "torrent");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(field(response, "Content-Length")).contains("10");
    assertThat(field(response, "Vary")).contains(VARY);
    assertFileFields(response);
  }

  @Test
  void head_torrent() {
    var negotiated = http.send("HEAD", "/pub/digits.iso", "Accept-Encoding", "torrent");
    assertTorrentFields(negotiated);
    assertThat(field(negotiated, "Vary")).contains(VARY);
    assertThat(field(negotiated, "Content-Length"))
        .contains("" + torrent("/pub/digits.iso").length);
    var named = http.send("HEAD", "/pub/digits.iso?torrent");
    assertTorrentFields(named);
    assertThat(named.body()).isEmpty();
  }

  @Test
  void get_metalink() {
    var response = http.get("/pub/digits.iso?meta4");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(field(response, "Content-Type")).contains("application/metalink4+xml");
    assertThat(field(response, "Content-Location")).contains(METALINK_URL);
    assertThat(text(response)).contains("<file name=\"digits.iso\">");
    String etag = field(response, "ETag").orElseThrow();
    assertThat(http.get("/pub/digits.iso?meta4", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    assertThat(text(http.get("/empty.txt?meta4"))).contains("<size>0</size>");
  }

  @Test
  void get_magnet() {
    String magnet = MagnetLink.of(http.hashed("/pub/digits.iso").metainfo()).toString();
    var redirect = http.get("/pub/digits.iso?magnet");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(field(redirect, "Location")).contains(magnet);
    var response = http.get("/pub/digits.iso?magnet", "Accept", "text/plain");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(magnet + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "?torrent, */*",
    "?meta4, */*",
    "?magnet, */*",
    "?magnet, text/plain",
    "'', */*",
    "'', application/x-bittorrent",
  })
  void head_asGet(String query, String accept) {
    var get = http.get("/pub/digits.iso" + query, "Accept", accept);
    var head = http.send("HEAD", "/pub/digits.iso" + query, "Accept", accept);
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(withoutDateAndId(head)).isEqualTo(withoutDateAndId(get));
    assertThat(head.body()).isEmpty();
  }

  private static Map<String, List<String>> withoutDateAndId(HttpResponse<?> response) {
    var fields = new TreeMap<>(response.headers().map());
    fields.keySet().removeAll(List.of("date", "x-amz-request-id", "x-amz-id-2"));
    return fields;
  }

  @Test
  void get_wantedDigests() {
    var response =
        http.get(
            "/pub/digits.iso",
            "Range",
            "bytes=1-2",
            "Want-Content-Digest",
            "sha-256=1",
            "Want-Repr-Digest",
            "sha-256=0");
    String part = Base64.getEncoder().encodeToString(Sha256.digest("12".getBytes(UTF_8)).toBytes());
    assertThat(field(response, "Content-Digest")).contains("sha-256=:" + part + ":");
    assertThat(field(response, "Repr-Digest")).isEmpty();
    assertThat(text(response)).isEqualTo("12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "PROPFIND"})
  void otherMethods_offered(String method) {
    var response = http.send(method, "/pub/digits.iso");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(field(response, "Allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void options_offered() {
    var response = http.send("OPTIONS", "/pub/digits.iso");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(field(response, "Allow")).contains("GET, HEAD, OPTIONS");
  }
}
