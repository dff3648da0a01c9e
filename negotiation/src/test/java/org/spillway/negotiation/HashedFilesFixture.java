package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.Sha256;

/** A door with files that are hashed already, and what tests say of its answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HashedFilesFixture {
  static final String DIGITS = "0123456789";
  static final String VARY = "Accept, Accept-Encoding";
  static final String MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT";
  static final String TORRENT_URL = HttpFixture.BASE + "/pub/digits.iso?torrent";
  static final String METALINK_URL = HttpFixture.BASE + "/pub/digits.iso?meta4";

  final HttpFixture.Door door;
  HttpFixture http;
  byte[] big;

  HashedFilesFixture(HttpFixture.Door door) {
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

  byte[] torrent(String path) {
    return bytes(http.hashed(path).toByteBuffer());
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  static String etag() {
    return '"' + Sha256.digest(DIGITS.getBytes(UTF_8)).toString().substring(0, 32) + "-1\"";
  }

  static void assertFileFields(HttpResponse<?> response) {
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

  void assertTorrentFields(HttpResponse<?> response) {
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
}
