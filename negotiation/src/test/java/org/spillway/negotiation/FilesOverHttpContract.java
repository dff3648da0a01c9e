package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.SentBytes;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;

/** What every door answers for files that are hashed already. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FilesOverHttpContract {
  private static final String DIGITS = "0123456789";
  static final String VARY = "Accept, Accept-Encoding";
  private static final String MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT";
  private static final String TORRENT_URL = HttpFixture.BASE + "/pub/digits.iso?torrent";
  private static final String METALINK_URL = HttpFixture.BASE + "/pub/digits.iso?meta4";

  private final HttpFixture.Door door;
  HttpFixture http;
  private byte[] big;

  FilesOverHttpContract(HttpFixture.Door door) {
    this.door = door;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    http = HttpFixture.open(door, folder, HttpFixture.SHORT_TORRENTS).start();
    var digits = http.file("/pub/digits.iso", DIGITS);
    Files.setLastModifiedTime(digits, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    big = new byte[3_000_000];
    new Random(1).nextBytes(big);
    http.file("/big.bin", big);
    http.file("/empty.txt", "");
    http.file("/ü b+c;d.txt", "odd name");
    http.hashed("/pub/digits.iso");
    http.hashed("/big.bin");
    http.hashed("/ü b+c;d.txt");
  }

  @AfterAll
  void stop() {
    http.close();
  }

  static Optional<String> field(HttpResponse<?> response, String name) {
    var values = response.headers().allValues(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private byte[] torrent(String path) {
    return bytes(http.hashed(path).toByteBuffer());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String etag() {
    return '"' + Sha256.digest(DIGITS.getBytes(UTF_8)).toString().substring(0, 32) + "-1\"";
  }

  private static void assertFileFields(HttpResponse<?> response) {
    String sha256 =
        Base64.getEncoder().encodeToString(Sha256.digest(DIGITS.getBytes(UTF_8)).toBytes());
    assertThat(field(response, "ETag")).contains(etag());
    assertThat(field(response, "Last-Modified")).contains(MODIFIED);
    assertThat(field(response, "Accept-Ranges")).contains("bytes");
    assertThat(field(response, "Digest")).contains("SHA-256=" + sha256);
    assertThat(field(response, "Repr-Digest")).contains("sha-256=:" + sha256 + ":");
    assertThat(field(response, "X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().allValues("Link"))
        .containsExactly(
            "<" + TORRENT_URL + ">; rel=describedby; type=\"application/x-bittorrent\"",
            "<" + METALINK_URL + ">; rel=describedby; type=\"application/metalink4+xml\"",
            "<https://mirror.example.net/m/pub/digits.iso>; rel=duplicate; pri=2; geo=de");
    assertThat(field(response, "Content-Location")).isEmpty();
    assertThat(field(response, "Content-Disposition")).isEmpty();
  }

  private void assertTorrentFields(HttpResponse<?> response) {
    assertThat(field(response, "Content-Type")).contains("application/x-bittorrent");
    assertThat(field(response, "Content-Disposition"))
        .contains(
            "attachment; filename=\"digits.iso.torrent\";"
                + " filename*=UTF-8''digits.iso.torrent");
    assertThat(field(response, "Content-Location")).contains(TORRENT_URL);
    assertThat(field(response, "ETag")).contains(http.hashed("/pub/digits.iso").etag());
    assertThat(field(response, "X-Content-Type-Options")).contains("nosniff");
    for (String absent :
        new String[] {
          "Digest", "Repr-Digest", "Content-Encoding", "Last-Modified", "Accept-Ranges"
        }) {
      assertThat(field(response, absent)).as(absent).isEmpty();
    }
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

  @ParameterizedTest
  @CsvSource({"bytes=2-4, 234, 2-4", "bytes=-3, 789, 7-9", "bytes=8-99, 89, 8-9"})
  void get_range(String range, String expected, String contentRange) {
    var response =
        http.get(
            "/pub/digits.iso",
            "Range",
            range,
            "Accept-Encoding",
            "torrent",
            "Accept",
            "application/x-bittorrent");
    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(text(response)).isEqualTo(expected);
    assertThat(field(response, "Content-Range")).contains("bytes " + contentRange + "/10");
    assertThat(field(response, "Content-Length")).contains("" + expected.length());
    assertThat(field(response, "Content-Type")).contains("application/x-iso9660-image");
    assertThat(field(response, "Vary")).contains(VARY);
    assertFileFields(response);
  }

  @Test
  void get_rangeOfBigFile() {
    var response = http.get("/big.bin", "Range", "bytes=131071-2000000");
    assertThat(response.body()).isEqualTo(java.util.Arrays.copyOfRange(big, 131071, 2000001));
  }

  @Test
  void get_severalRanges() {
    var response = http.get("/pub/digits.iso", "Range", "bytes=7-8,1-2");
    assertThat(response.statusCode()).isEqualTo(206);
    assertFileFields(response);
    String type = field(response, "Content-Type").orElseThrow();
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(text(response))
        .isEqualTo(
            ("\r\n--B\r\nContent-Type: application/x-iso9660-image\r\n"
                    + "Content-Range: bytes 7-8/10\r\n\r\n78"
                    + "\r\n--B\r\nContent-Type: application/x-iso9660-image\r\n"
                    + "Content-Range: bytes 1-2/10\r\n\r\n12"
                    + "\r\n--B--\r\n")
                .replace("--B", "--" + boundary));
    assertThat(field(response, "Content-Range")).isEmpty();
    assertThat(field(response, "Content-Length")).contains("" + response.body().length);
  }

  @Test
  void get_unsatisfiableRange() {
    var response = http.get("/pub/digits.iso", "Range", "bytes=10-");
    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(field(response, "Content-Range")).contains("bytes */10");
    assertThat(field(response, "Vary")).contains(VARY);
    assertThat(text(response)).isEqualTo("the file has 10 bytes\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=2-1", "lines=1-2", "nonsense"})
  void get_ignoredRange(String range) {
    var response = http.get("/pub/digits.iso", "Range", range, "Accept-Encoding", "torrent");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(DIGITS);
  }

  @Test
  void get_ifRange() {
    String path = "/pub/digits.iso";
    assertThat(http.get(path, "Range", "bytes=1-2", "If-Range", etag()).statusCode())
        .isEqualTo(206);
    assertThat(http.get(path, "Range", "bytes=1-2", "If-Range", MODIFIED).statusCode())
        .isEqualTo(206);
    var other = http.get(path, "Range", "bytes=1-2", "If-Range", "\"other\"");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(text(other)).isEqualTo(DIGITS);
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

  @Test
  void get_notModified() {
    for (String[] condition :
        new String[][] {
          {"If-None-Match", etag()},
          {"If-None-Match", "\"x\", W/" + etag()},
          {"If-Modified-Since", MODIFIED}
        }) {
      var response = http.get("/pub/digits.iso", condition);
      assertThat(response.statusCode()).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(field(response, "ETag")).contains(etag());
      assertThat(field(response, "Vary")).contains(VARY);
      assertThat(field(response, "Content-Type")).isEmpty();
    }
  }

  /** The only length that may be told is that of a 200 (RFC 9110 §8.6). */
  @Test
  void get_notModified_length() throws IOException {
    String torrent = http.hashed("/pub/digits.iso").etag();
    assertThat(rawNotModified("/pub/digits.iso", etag())).isIn("", "10");
    assertThat(rawNotModified("/pub/digits.iso?torrent", torrent))
        .isIn("", Integer.toString(torrent("/pub/digits.iso").length));
  }

  /** Content-Length as it was sent; "" if there is none. */
  private String rawNotModified(String target, String etag) throws IOException {
    String answer =
        http.raw(
            "GET %s HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\nConnection: close\r\n\r\n"
                .formatted(target, etag));
    assertThat(answer).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
    return answer
        .lines()
        .filter(line -> line.startsWith("Content-Length: "))
        .map(line -> line.substring("Content-Length: ".length()))
        .findFirst()
        .orElse("");
  }

  @Test
  void get_torrentNotModified() {
    String etag = http.hashed("/pub/digits.iso").etag();
    var response = http.get("/pub/digits.iso", "Accept-Encoding", "torrent", "If-None-Match", etag);
    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(field(response, "ETag")).contains(etag);
    assertThat(field(response, "Vary")).contains(VARY);
    assertThat(field(response, "Cache-Control")).contains("private, no-cache");
    assertThat(field(response, "Content-Location")).contains(TORRENT_URL);
  }

  /** What a client knows of the file says nothing about the torrent, and the reverse. */
  @Test
  void get_conditionOfTheOtherRepresentation() {
    var torrent =
        http.get(
            "/pub/digits.iso",
            "Accept-Encoding",
            "torrent",
            "If-None-Match",
            etag(),
            "If-Modified-Since",
            MODIFIED);
    assertThat(torrent.statusCode()).isEqualTo(200);
    var file = http.get("/pub/digits.iso", "If-None-Match", http.hashed("/pub/digits.iso").etag());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(text(file)).isEqualTo(DIGITS);
  }

  @Test
  void get_preconditionFailed() {
    var response = http.get("/pub/digits.iso", "If-Match", "\"x\"", "Range", "bytes=99-");
    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(field(response, "Vary")).contains(VARY);
    assertThat(http.get("/pub/digits.iso?torrent", "If-Match", etag()).statusCode()).isEqualTo(412);
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

  /** The path of the public URL is /files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "//pub/digits.iso",
        "/pub//digits.iso",
        "///pub///digits.iso",
        "/pub/./digits.iso",
        "/pub/%2e/digits.iso",
        "/none/%2E%2e//pub/digits.iso",
        "/pub/none/../digits.iso",
        "/files/pub/digits.iso",
        "//files//pub/digits.iso"
      })
  void get_otherSpelling(String target) throws IOException {
    String head = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    String response = http.raw("GET " + target + head + "\r\n");
    assertThat(response)
        .startsWith("HTTP/1.1 200 ")
        .contains("<" + TORRENT_URL + ">")
        .endsWith("\r\n\r\n" + DIGITS);
    String torrent = http.raw("GET " + target + head + "Accept-Encoding: torrent\r\n\r\n");
    assertThat(torrent).contains("Content-Location: " + TORRENT_URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/seed//pub/digits.iso", "//seed/pub/digits.iso", "/files/seed/pub/digits.iso"})
  void get_otherSpellingOfTheWebSeed(String target) throws IOException {
    String response =
        http.raw(
            "GET "
                + target
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: torrent\r\n\r\n");
    assertThat(response).startsWith("HTTP/1.1 200 ").doesNotContain("Vary").endsWith(DIGITS);
  }

  /** A folder of the same name comes first. */
  @Test
  void get_folderCalledAsThePublicPath(@TempDir Path folder) throws IOException {
    try (var site = HttpFixture.open(door, folder, HttpFixture.SHORT_TORRENTS).start()) {
      site.file("/a.txt", "outer");
      site.file("/b.txt", "outer");
      site.file("/files/a.txt", "inner");
      assertThat(text(site.get("/files/a.txt"))).isEqualTo("inner");
      assertThat(text(site.get("/files/b.txt"))).isEqualTo("outer");
      assertThat(text(site.get("/files/none.txt"))).isEqualTo(site.nothing());
    }
  }

  @Test
  void get_metalinkOfTheFuture_staysTheSame() throws IOException {
    var file = http.file("/future.iso", DIGITS);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2099-01-02T03:04:05.678Z")));
    http.hashed("/future.iso");
    var response = http.get("/future.iso?meta4");
    assertThat(text(response)).contains("<published>2099-01-02T03:04:05Z</published>");
    String etag = field(response, "ETag").orElseThrow();
    assertThat(http.get("/future.iso?meta4", "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pub/../../state/x",
        "/pub/%2e%2e/%2e%2e/root/pub/digits.iso",
        "/pub%2fdigits.iso",
        "/pub/%252e%252e/digits.iso",
        "/pub/digits.iso%00",
        "/pub/digits.iso%c0%80",
        "/pub\\digits.iso",
        "/pub/%5cdigits.iso",
        "/pub//../../pub/../../digits.iso",
        "//.hidden",
        "/./.hidden",
        "/seed/../../etc/passwd",
        "/pub/.;/digits.iso"
      })
  void get_crookedPath(String target) throws IOException {
    String response =
        http.raw("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(response).matches("(?s)HTTP/1\\.1 (400|404) .*").doesNotContain(DIGITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept-Encoding: torrent;q=\r\n",
        "Accept-Encoding:\r\nAccept:\r\nRange:\r\nIf-Match:\r\nIf-None-Match:\r\n",
        "Accept: \"\\\r\nAccept: ;;;,,,===\r\n",
        "If-Modified-Since: yesterday\r\nIf-Unmodified-Since: \u00ff\u00fe\r\n",
        "If-None-Match: garbage, W/, \"\r\nIf-Range: W/\r\n",
        "Content-Length: 4\r\n\r\nbody\r\n",
      })
  void get_garbageFields(String fields) throws IOException {
    String response =
        http.raw(
            "GET /pub/digits.iso HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
    assertThat(response).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n" + DIGITS);
  }

  @Test
  void get_keepsAlive() throws IOException {
    try (var socket = http.connect()) {
      String get = "GET /pub/digits.iso HTTP/1.1\r\nHost: a\r\n";
      socket
          .getOutputStream()
          .write((get + "\r\n" + get + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      String both = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(both.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }
  }

  @Test
  void stats_counted(@TempDir Path folder) throws IOException {
    try (var counted = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT).start()) {
      counted.file("/digits.iso", DIGITS);
      int torrent = counted.hashed("/digits.iso").toByteBuffer().remaining();
      String etag = counted.get("/digits.iso").headers().firstValue("ETag").orElseThrow();
      counted.get("/digits.iso", "Range", "bytes=1-2");
      counted.send("HEAD", "/digits.iso");
      counted.get("/digits.iso?torrent");
      int page = counted.get("/digits.iso?swarm").body().length;
      int script = counted.get("/spillway/swarm.js").body().length;
      counted.get("/digits.iso", "If-None-Match", etag);
      counted.get("/digits.iso", "Range", "bytes=10-");
      counted.send("OPTIONS", "/digits.iso");
      counted.get("/nothing");
      long reason = "the file has 10 bytes\n".length();
      boolean ours = door == HttpFixture.Door.HANDLER;
      long errors = ours ? 2 : 1;
      long bytes = 12 + torrent + page + script + reason + (ours ? counted.nothing().length() : 0);
      var plain = new SentBytes(Map.of("/digits.iso", 12L));
      var expected =
          new NegotiationStats(
              1, 0, 0, 1, 1, 3, 0, 0, 1, errors, 0, bytes, plain, SentBytes.NONE, 0, 0, false);
      // An answer is counted when it is written, which can be after it was read.
      await("all answers are counted").until(() -> counted.stats().equals(expected));
    }
  }
}
