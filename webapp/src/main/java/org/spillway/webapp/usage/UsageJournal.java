package org.spillway.webapp.usage;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.WriteTrouble;
import org.spillway.catalog.usage.Usage;
import org.spillway.catalog.usage.UsageKey;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.PercentEncoding;

/**
 * Writes what a server sends to a file for each day (UTC) in a folder, once a minute and when it is
 * closed. A process that is killed loses a minute at most. Safe for use by many threads.
 *
 * <p>What is sent in the minute around midnight can count for either day. What cannot be written,
 * because the disk is full, waits in memory.
 */
public final class UsageJournal implements AutoCloseable {
  private static final System.Logger log = System.getLogger(UsageJournal.class.getName());

  /** The months for which days are kept: a year, and the same month of the year before. */
  private static final int MONTHS = 13;

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Path folder;
  private final UsageMeter meter;
  private final Runnable refresh;
  private final InstantSource clock;
  private final WriteTrouble trouble;
  private final ScheduledThreadPoolExecutor thread;

  /** The sums that have been added to a day; guarded by this, as the next fields are. */
  private Map<UsageKey, Usage> added = Map.of();

  private LocalDate day;
  private Map<UsageKey, Usage> ofDay;

  /** Whether the file of the day lacks something that was counted. */
  private boolean isUnwritten;

  /**
   * Begins to write; what was sent earlier on the same day is kept.
   *
   * @param folder is made when there is something to write
   * @param refresh is run before each look at the meter, to add what is counted elsewhere
   * @throws IOException if the file of the day cannot be read
   */
  public static UsageJournal start(Path folder, UsageMeter meter, Runnable refresh)
      throws IOException {
    var journal = new UsageJournal(folder, meter, refresh, InstantSource.system());
    journal.repeat();
    return journal;
  }

  UsageJournal(Path folder, UsageMeter meter, Runnable refresh, InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.meter = meter;
    this.refresh = refresh;
    this.clock = clock;
    this.trouble =
        new WriteTrouble(
            folder,
            "What was sent is counted in memory, and written as soon as it can be",
            Duration.ZERO);
    this.thread = new ScheduledThreadPoolExecutor(1, new DaemonThreads("usage"));
    this.day = today();
    this.ofDay = read(day);
    deleteOld();
  }

  private void repeat() {
    var unused =
        thread.scheduleWithFixedDelay(
            DaemonThreads.enduring("writing what was sent", this::write),
            PAUSE.toSeconds(),
            PAUSE.toSeconds(),
            TimeUnit.SECONDS);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Map<UsageKey, Usage> read(LocalDate day) throws IOException {
    var file = DayFile.of(folder, day);
    try {
      return file.read();
    } catch (MalformedUsageException e) {
      Path aside = file.setAside();
      log.log(WARNING, "{0}. It is kept as {1}, and a new file is begun", Problem.of(e), aside);
      return new HashMap<>();
    }
  }

  /** Adds what was sent since the last call to the day, and writes its file if that changed. */
  synchronized void write() {
    refresh.run();
    var sums = meter.snapshot();
    boolean changed = false;
    for (var entry : sums.entrySet()) {
      var since = entry.getValue().minus(added.getOrDefault(entry.getKey(), Usage.NONE));
      if (!since.equals(Usage.NONE)) {
        ofDay.merge(encoded(entry.getKey()), since, Usage::plus);
        changed = true;
      }
    }
    added = sums;
    if (changed || isUnwritten) {
      writeDay();
    }
    if (!isUnwritten && !day.equals(today())) {
      day = today();
      ofDay = new HashMap<>();
      deleteOld();
    }
  }

  private void deleteOld() {
    try {
      DayFile.deleteBefore(folder, day.minusMonths(MONTHS));
    } catch (IOException e) {
      log.log(WARNING, "{0}: old days cannot be deleted: {1}", folder, Problem.of(e));
    }
  }

  private static UsageKey encoded(UsageKey key) {
    return new UsageKey(PercentEncoding.path(key.path()), key.delivery(), key.client());
  }

  private void writeDay() {
    try {
      DayFile.of(folder, day).write(ofDay);
      isUnwritten = false;
      trouble.over();
    } catch (IOException e) {
      isUnwritten = true;
      trouble.began(e);
    }
  }

  /** Writes a last time. */
  @Override
  public void close() {
    thread.shutdownNow();
    write();
  }
}
