package org.spillway.webapp;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.spillway.catalog.CatalogStats;
import org.spillway.negotiation.documents.Size;
import org.spillway.net.DaemonThreads;

/**
 * Tells the operator how hashing goes on: a line every half minute while files wait, and one when
 * all have their torrents.
 */
final class HashingNews implements AutoCloseable {
  private static final System.Logger log = System.getLogger(HashingNews.class.getName());

  /** The seconds between two lines while files wait. */
  private static final int PERIOD = (int) Duration.ofSeconds(30).toSeconds();

  private final Supplier<CatalogStats> stats;
  private final BooleanSupplier settled;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("hashing-news"));

  /** The seconds since the last line, and the bytes that had been hashed by then. */
  private int waited;

  private long hashed;
  private boolean isDone;

  private HashingNews(Supplier<CatalogStats> stats, BooleanSupplier settled) {
    this.stats = stats;
    this.settled = settled;
  }

  /**
   * Begins to tell.
   *
   * @param settled whether every file that was there at the start has its torrent
   */
  static HashingNews start(Supplier<CatalogStats> stats, BooleanSupplier settled) {
    var news = new HashingNews(stats, settled);
    var look = DaemonThreads.enduring("the look at hashing", news::look);
    var unused = news.watch.scheduleWithFixedDelay(look, 1, 1, TimeUnit.SECONDS);
    return news;
  }

  private void look() {
    var now = stats.get();
    boolean wasDone = isDone;
    isDone = now.hashing() == 0 && settled.getAsBoolean();
    waited = isDone ? 0 : waited + 1;
    if (isDone && !wasDone) {
      log.log(INFO, done(now));
    } else if (waited == PERIOD) {
      log.log(INFO, progress(now, now.bytesHashed() - hashed));
      waited = 0;
    }
    if (waited == 0) {
      hashed = now.bytesHashed();
    }
  }

  static String done(CatalogStats stats) {
    return String.format(
        Locale.ROOT,
        "all files have torrents: %,d torrents of %s",
        stats.torrents(),
        Size.of(stats.bytes()));
  }

  /**
   * Returns a sentence about files that wait.
   *
   * @param bytes the bytes that were hashed within the last period
   */
  static String progress(CatalogStats stats, long bytes) {
    return String.format(
        Locale.ROOT,
        "hashing goes on: %,d files wait, %,d torrents are offered; %s a second",
        stats.hashing(),
        stats.torrents(),
        Size.of(bytes / PERIOD));
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
