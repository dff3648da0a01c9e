package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.spillway.client.SeedFixture.Mode;
import org.spillway.swarm.RateLimiter;
import org.spillway.torrent.TorrentFormat;

/** A limited download takes as long as its rate says, wherever the bytes come from. */
class LimitedRateIT extends DownloaderTestBase {
  private static final int LENGTH = 20 * Content.PIECE;
  private static final Duration LEAST = Duration.ofSeconds(2);

  /** The rate with which the content takes that long, after the burst at the beginning. */
  private static final long RATE = LENGTH * 1000L / LEAST.plusMillis(500).toMillis();

  private final Content content = Content.of(TorrentFormat.V1, LENGTH);

  private void assertLimited(String url) throws Exception {
    settings = settings.withDownloadRate(RateLimiter.of(RATE, System::nanoTime));
    long start = System.nanoTime();
    get(url);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(LEAST);
    assertThat(target).hasBinaryContent(content.bytes());
  }

  @Test
  void get_plainFile() throws Exception {
    try (var server = new FileServer(content, FileServer.Mode.GOOD)) {
      assertLimited(server.url("/file.bin"));
    }
  }

  @Test
  void get_peer() throws Exception {
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      assertLimited(magnet(content, seed.hostAndPort()));
    }
  }

  @Test
  void get_severalPeers_shareTheRate() throws Exception {
    try (var one = new SeedFixture(content, Mode.GOOD);
        var other = new SeedFixture(content, Mode.GOOD)) {
      assertLimited(magnet(content, one.hostAndPort(), other.hostAndPort()));
    }
  }
}
