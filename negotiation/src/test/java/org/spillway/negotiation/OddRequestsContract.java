package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.usage.SentBytes;

/** What every door answers to requests that few clients make, and how it counts. */
abstract class OddRequestsContract extends HashedFilesFixture {
  OddRequestsContract(HttpFixture.Door door) {
    super(door);
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
