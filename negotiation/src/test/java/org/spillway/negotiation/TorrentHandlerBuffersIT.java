package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorrentHandlerBuffersIT {
  /** More than all socket buffers hold. */
  private static final int BIG = 64 * 1024 * 1024;

  private static final String GET = "GET /big.iso HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  /** The number of clients for which there is memory. */
  private static final int CLIENTS = 4;

  /**
   * More than the patience with a client that has no more than its share, which is half of the
   * memory if there is no other client.
   */
  private static final Duration LONG = Duration.ofSeconds(11);

  @TempDir private Path folder;
  private HttpFixture http;
  private final byte[] big = new byte[BIG];
  private final List<Socket> stalled = new ArrayList<>();

  @BeforeEach
  void stallAll() throws IOException {
    var limits = new TransferLimits(2 * CLIENTS, 0, 0, 0);
    var settings = NegotiationSettings.DEFAULT.withLimits(limits);
    http = HttpFixture.open(HttpFixture.Door.NARROW_HANDLER, folder, settings).start();
    new Random(11).nextBytes(big);
    http.file("/big.iso", big);
    http.hashed("/big.iso");
    for (int i = 0; i < CLIENTS; i++) {
      var client = http.connect();
      stalled.add(client);
      client.getOutputStream().write(GET.getBytes(ISO_8859_1));
      // The first byte tells that the memory is taken.
      assertThat(client.getInputStream().read()).isEqualTo('H');
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Socket client : stalled) {
      client.close();
    }
    http.close();
  }

  @Test
  void get_memoryIsTaken_isRefused() throws IOException {
    for (int i = 0; i < 3; i++) {
      var refused = http.get("/big.iso");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("10");
    }
    assertThat(http.get("/big.iso", "Accept-Encoding", "torrent").statusCode()).isEqualTo(200);
    assertThat(http.stats().transfers()).isEqualTo(CLIENTS);
    assertThat(http.stats().refused()).isEqualTo(3);
    for (Socket client : stalled) {
      client.close();
    }
    await("the end of all transfers").until(() -> http.stats().transfers() == 0);
    assertThat(http.get("/big.iso").body()).isEqualTo(big);
  }

  @Test
  void get_memoryIsTakenByStalledClients_theyMakeRoom() throws IOException {
    http.memoryTime.addAndGet(LONG.toNanos());
    // The first search sees that they took bytes after they had borrowed.
    http.get("/big.iso");
    http.memoryTime.addAndGet(LONG.toNanos());
    http.get("/big.iso");
    await("the end of a stalled transfer").until(() -> http.stats().transfers() < CLIENTS);
    assertThat(http.get("/big.iso").body()).isEqualTo(big);
  }
}
