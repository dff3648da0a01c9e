package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.client.SeedFixture.Mode;
import org.spillway.net.DaemonThreads;
import org.spillway.testing.FreePort;
import org.spillway.torrent.TorrentFormat;

/** Debian's python3-libtorrent downloads from a download that is complete and shared. */
@Timeout(120)
class SharingIT extends DownloaderTestBase {
  private static final int LENGTH = 150 * Content.PIECE - 12_345;

  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(new DaemonThreads("get"));

  private final CountDownLatch complete = new CountDownLatch(1);

  @AfterEach
  void endDownload() {
    executor.shutdownNow();
    Threads.end(executor);
  }

  private Future<DownloadResult> share(Content content, int port) throws Exception {
    settings = settings.withPort(port).withSharing(new Sharing(Duration.ofMinutes(10), 1));
    var told =
        new Progress() {
          @Override
          public void complete() {
            complete.countDown();
          }
        };
    try (var seed = new SeedFixture(content, Mode.GOOD)) {
      var url = DownloadUrl.parse(magnet(content, seed.hostAndPort()));
      var running = executor.submit(() -> new Downloader(settings).get(url, target, told));
      assertThat(complete.await(60, TimeUnit.SECONDS)).isTrue();
      return running;
    }
  }

  /** The download ends by itself, because it has given as much as it has got. */
  @ParameterizedTest
  @CsvSource({"tcp, V1", "utp, V1", "encrypted, V1", "tcp, V2", "tcp, HYBRID"})
  void get_sharesWithLibtorrent(String mode, TorrentFormat format) throws Exception {
    var content = Content.of(format, LENGTH);
    int port = FreePort.find();
    var sharing = share(content, port);
    Path other = OtherPeers.folder(folder.resolve("other"), content, false);
    try (var libtorrent =
        OtherPeers.libtorrent(mode, "127.0.0.1", other, "127.0.0.1", String.valueOf(port))) {
      OtherPeers.complete(libtorrent);
      assertThat(other.resolve("file.bin")).hasBinaryContent(content.bytes());
      var result = sharing.get(60, TimeUnit.SECONDS);
      assertThat(result.from(Source.PEER)).isEqualTo(LENGTH);
    }
  }
}
