package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.TorrentFormat;

/** What becomes of peers whose task fails. */
class PeerPoolIT {
  private final Content content = Content.of(TorrentFormat.V1, Content.PIECE);
  private final Failures failures = new Failures();
  private final Warnings warnings = new Warnings();
  private final Logger logger = Logger.getLogger(PeerPool.class.getName());

  @BeforeEach
  void listen() {
    logger.addHandler(warnings);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(warnings);
  }

  private PeerPool pool(PeerTask task) {
    var infoHash = content.metainfo().info().swarmHash();
    var peerId = PeerId.random(new Random(1));
    return new PeerPool(
        ClientSettings.DEFAULT, 2, infoHash, peerId, task, failures, System::nanoTime);
  }

  /** Dials again until the pool has given every peer up. */
  private static void exhaust(PeerPool pool) {
    await("the pool gives its peers up")
        .until(
            () -> {
              pool.redial();
              return pool.isExhausted();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void talk_mistakeCountsAsTry(boolean useful) throws Exception {
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD);
        var pool = pool(new Mistaken(useful))) {
      pool.offer(List.of(seed.address()));
      exhaust(pool);
      assertThat(seed.connections()).isEqualTo(3);
      assertThat(failures)
          .hasToString("; peer " + seed.address() + ": java.lang.IllegalStateException: mistake");
      assertThat(warnings.records).as("a warning, once").hasSize(1);
      assertThat(warnings.records.get(0).getThrown()).hasMessage("mistake");
    }
  }

  @Test
  void talk_mistakeWhileClosingIsNoWarning() throws Exception {
    var task = new MistakenWhenClosed();
    try (var seed = new SeedFixture(content, SeedFixture.Mode.GOOD);
        var pool = pool(task)) {
      pool.offer(List.of(seed.address()));
      assertThat(task.running.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(warnings.records).isEmpty();
  }

  private record Mistaken(boolean useful) implements PeerTask {
    @Override
    public long reserved() {
      return 0;
    }

    @Override
    public void run(PeerLink link) {
      if (useful) {
        link.markUseful();
      }
      throw new IllegalStateException("mistake");
    }
  }

  private static final class MistakenWhenClosed implements PeerTask {
    private final CountDownLatch running = new CountDownLatch(1);

    @Override
    public long reserved() {
      return 0;
    }

    @Override
    public void run(PeerLink link) {
      running.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("closed", e);
      }
    }
  }

  /** Keeps what would stand in an operator's log. */
  private static final class Warnings extends Handler {
    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        records.add(record);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
