package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door answers to ranges and conditions. */
abstract class PartsOverHttpContract extends HashedFilesFixture {
  PartsOverHttpContract(HttpFixture.Door door) {
    super(door);
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
}
