package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter in front of an application of others. */
class TorrentFilterIT extends FilesOverHttpContract {
  TorrentFilterIT() {
    super(HttpFixture.Door.FILTER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/pub",
        "/pub/",
        "/nothing",
        "/nothing?torrent",
        "/nothing?swarm",
        "/pub/?swarm",
        "/spillway/",
        "/spillway/nothing.js",
        "/seed/",
        "/seed/nothing",
        "/pub/digits.iso/",
        "/pub/digits.iso/x",
        "/%2e%70ub"
      })
  void notOffered_goesDownTheChain(String target) {
    for (String method : new String[] {"GET", "POST"}) {
      var response = http.send(method, target, "Accept-Encoding", "torrent");
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(text(response)).isEqualTo(HttpFixture.STRANGER);
      assertThat(field(response, "Vary")).isEmpty();
    }
  }

  /** The page works below any context, as all its links are relative. */
  @Test
  void get_swarmPageInAContext(@TempDir Path folder) throws IOException {
    try (var site = HttpFixture.open(HttpFixture.Door.FILTER, folder, DEFAULT, "/app").start()) {
      site.file("/a/b/c.iso", "content");
      site.hashed("/a/b/c.iso");
      assertThat(text(site.get("/app/a/b/c.iso?swarm")))
          .contains("src=\"../../spillway/swarm.js\"", "href=\"c.iso?torrent\"");
      var script = URI.create("/app/a/b/c.iso?swarm").resolve("../../spillway/swarm.js");
      assertThat(site.get(script.toString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void get_notForTheWorld() throws IOException {
    var file = http.file("/closed.txt", "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(text(http.get("/closed.txt"))).isEqualTo(HttpFixture.STRANGER);
    assertThat(text(http.get("/closed.txt?torrent"))).isEqualTo(HttpFixture.STRANGER);
  }
}
