package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TorrentFilterChangesIT extends ChangingFilesContract {
  TorrentFilterChangesIT() {
    super(HttpFixture.Door.FILTER);
  }

  @Test
  void get_inAContext() throws IOException {
    try (var http = HttpFixture.open(HttpFixture.Door.FILTER, folder, DEFAULT, "/app").start()) {
      http.file("/pub/a.txt", "in a context");
      assertThat(new String(http.get("/app/pub/a.txt").body(), UTF_8)).isEqualTo("in a context");
      assertThat(new String(http.get("/app/seed/pub/a.txt").body(), UTF_8))
          .isEqualTo("in a context");
      assertThat(http.get("/app/pub/a.txt?torrent").headers().firstValue("Content-Location"))
          .contains(HttpFixture.BASE + "/pub/a.txt?torrent");
    }
  }
}
