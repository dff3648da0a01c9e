package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorrentHandlerBuffersIT {
  /** More than all socket buffers hold. */
  private static final int BIG = 64 * 1024 * 1024;

  private static final String GET = "GET /big.iso HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void get_memoryIsTaken() throws IOException {
    var limits = new TransferLimits(2, 0, 0, 0);
    var settings = NegotiationSettings.DEFAULT.withLimits(limits);
    try (var http = HttpFixture.open(HttpFixture.Door.NARROW_HANDLER, folder, settings).start()) {
      byte[] big = new byte[BIG];
      new Random(11).nextBytes(big);
      http.file("/big.iso", big);
      http.hashed("/big.iso");
      try (var first = http.connect()) {
        first.getOutputStream().write(GET.getBytes(ISO_8859_1));
        // The first byte tells that the room is taken; its being let in does not yet.
        assertThat(first.getInputStream().read()).isEqualTo('H');
        for (int i = 0; i < 3; i++) {
          var refused = http.get("/big.iso");
          assertThat(refused.statusCode()).isEqualTo(503);
          assertThat(refused.headers().firstValue("Retry-After")).contains("10");
        }
        assertThat(http.get("/big.iso", "Accept-Encoding", "torrent").statusCode()).isEqualTo(200);
        assertThat(http.stats().transfers()).isEqualTo(1);
        assertThat(http.stats().refused()).isEqualTo(3);
      }
      await("the end of all transfers").until(() -> http.stats().transfers() == 0);
      assertThat(http.get("/big.iso").body()).isEqualTo(big);
    }
  }
}
