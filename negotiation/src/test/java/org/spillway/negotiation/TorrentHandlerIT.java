package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handler alone, without an application of others. */
class TorrentHandlerIT extends FilesOverHttpContract {
  TorrentHandlerIT() {
    super(HttpFixture.Door.HANDLER);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 403",
    "/pub, 301",
    "/pub/, 403",
    "/nothing, 404",
    "/nothing?torrent, 404",
    "/nothing?swarm, 404",
    "/pub/?swarm, 403",
    "/spillway/, 404",
    "/spillway/nothing.js, 404",
    "/seed/, 404",
    "/seed/nothing, 404",
    "/pub/digits.iso/, 404",
    "/pub/digits.iso/x, 404",
    "/%2e%70ub, 404"
  })
  void notOffered_saysWhy(String target, int status) {
    var get = http.get(target, "Accept-Encoding", "torrent");
    assertThat(get.statusCode()).isEqualTo(status);
    assertThat(field(get, "Content-Length")).contains("" + get.body().length);
    var head = http.send("HEAD", target, "Accept-Encoding", "torrent");
    assertThat(head.statusCode()).isEqualTo(status);
    assertThat(head.body()).isEmpty();
    assertThat(field(head, "Content-Length")).isEqualTo(field(get, "Content-Length"));
    var post = http.send("POST", target);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(field(post, "Allow")).contains("GET, HEAD, OPTIONS");
    var options = http.send("OPTIONS", target);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.body()).isEmpty();
  }

  @Test
  void get_notForTheWorld() throws IOException {
    var file = http.file("/closed.txt", "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    var closed = http.get("/closed.txt");
    assertThat(closed.statusCode()).isEqualTo(403);
    assertThat(field(closed, "Vary")).contains(VARY);
    var torrent = http.get("/closed.txt?torrent");
    assertThat(torrent.statusCode()).isEqualTo(403);
    assertThat(text(torrent)).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void get_index(@TempDir Path folder) throws IOException {
    var settings = NegotiationSettings.DEFAULT.withIndex(true);
    try (var site = HttpFixture.open(HttpFixture.Door.HANDLER, folder, settings).start()) {
      site.file("/pub/ü b+c;d.txt", "odd name");
      var html = site.get("/pub/");
      assertThat(text(html))
          .contains("<a href=\"%C3%BC%20b+c%3Bd.txt\"><bdi>ü b+c;d.txt</bdi></a>");
      assertThat(field(html, "Content-Type")).contains("text/html;charset=utf-8");
      var json = site.get("/pub/", "Accept", "application/json");
      assertThat(text(json)).contains("{\"name\":\"ü b+c;d.txt\",\"type\":\"file\",\"length\":8,");
      await("both folders are counted").until(() -> site.stats().folders() == 2);
    }
  }
}
