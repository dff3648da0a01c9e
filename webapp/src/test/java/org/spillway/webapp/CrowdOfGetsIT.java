package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.ClientSettings;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;
import org.spillway.client.Sharing;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.Keys;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.TrackerConfig;

/**
 * Thirty downloads within this process fetch one file from a seeder with a limit, and carry one
 * another. {@code bin/bench flashcrowd clients=get} is the long form, with slow links.
 */
@Timeout(120)
class CrowdOfGetsIT {
  private static final int CLIENTS = 30;
  private static final int RATE = 2_000_000;
  private static final byte[] CONTENT = TestSite.bytes(41, 6 * RATE);
  private static final String PATH = "/pub/crowd.bin";

  /** No crowd is faster than the seeder sends one copy. */
  private static final double BOUND = CONTENT.length / (double) RATE;

  private static final ClientSettings SETTINGS =
      ClientSettings.DEFAULT.withWebSeeds(false).withSharing(new Sharing(Duration.ofMinutes(1), 0));

  @TempDir private Path folder;
  private final List<Future<?>> downloads = new ArrayList<>();

  @Test
  void get_byThirty_inLittleMoreThanTheBound() throws Exception {
    Map<Key<?>, String> keys =
        Map.of(
            SeederConfig.ENABLED,
            "true",
            TrackerConfig.ENABLED,
            "true",
            Keys.of("seeder.max-rate").orElseThrow(),
            String.valueOf(RATE));
    try (var served = ServedSite.start(folder.resolve("site"), keys)) {
      served.site().offer(PATH, CONTENT);
      var torrent = TestSite.torrent(served.url(PATH));
      double seconds = run(torrent);
      for (int i = 0; i < CLIENTS; i++) {
        assertThat(Files.readAllBytes(folder.resolve("file" + i))).isEqualTo(CONTENT);
      }
      System.out.printf("CrowdOfGetsIT: %.1f s, bound %.1f s%n", seconds, BOUND);
      assertThat(seconds).isBetween(0.9 * BOUND, 1.5 * BOUND);
    }
  }

  /** Returns the seconds until the last one has the file; all of them share it until then. */
  private double run(Metainfo torrent) throws Exception {
    var executor = Executors.newFixedThreadPool(CLIENTS, new DaemonThreads("get"));
    var complete = new CountDownLatch(CLIENTS);
    var told =
        new Progress() {
          @Override
          public void complete() {
            complete.countDown();
          }
        };
    try {
      long start = System.nanoTime();
      for (int i = 0; i < CLIENTS; i++) {
        Path file = folder.resolve("file" + i);
        downloads.add(executor.submit(() -> new Downloader(SETTINGS).get(torrent, file, told)));
      }
      awaitAll(complete);
      return (System.nanoTime() - start) / 1e9;
    } finally {
      executor.shutdownNow();
      assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void awaitAll(CountDownLatch complete) throws Exception {
    while (!complete.await(1, TimeUnit.SECONDS)) {
      for (Future<?> download : downloads) {
        if (download.isDone()) {
          // It throws what went wrong.
          download.get();
        }
      }
    }
  }
}
