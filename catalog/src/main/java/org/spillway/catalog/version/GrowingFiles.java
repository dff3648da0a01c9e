package org.spillway.catalog.version;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;

/**
 * Remembers the files that were seen to grow lately, because others append to them: logs,
 * recordings and uploads in place. Safe for use by many threads.
 */
public final class GrowingFiles {
  /** A file that is appended to again and again shows it in this time. */
  private static final Duration QUIET = Duration.ofMillis(250);

  /** A file that grew is expected to grow again for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int REMEMBERED = 10_000;

  private final ContentSource source;
  private final InstantSource clock;

  /** The version that was seen last, by path. */
  private final Cache<String, String> seen = cache();

  /** The time at which a file was last seen to have grown, by path. */
  private final Cache<String, Instant> grew = cache();

  /**
   * @param clock the clock that the times of the files are compared with
   */
  public GrowingFiles(ContentSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  private static <T> Cache<String, T> cache() {
    return Caffeine.newBuilder()
        // Its upkeep takes less time than to wake a thread for it.
        .executor(Runnable::run)
        .maximumSize(REMEMBERED)
        .build();
  }

  /** Remembers a file, to find out whether it grows. */
  public void saw(SourceFile file) {
    String before = seen.asMap().put(file.path(), file.version());
    if (before == null) {
      return;
    }
    switch (source.change(before, file.version())) {
      case GROWTH -> grew.put(file.path(), clock.instant());
      case OTHER -> grew.invalidate(file.path());
      case NONE, METADATA, TIME -> {}
    }
  }

  /** Returns whether more is likely to be appended to a file. Remembers it, too. */
  public boolean isGrowing(SourceFile file) {
    saw(file);
    var last = grew.getIfPresent(file.path());
    return last != null && Duration.between(last, clock.instant()).abs().compareTo(PATIENCE) < 0;
  }

  /** Waits, for a quarter of a second at most, if a file was written to just now. */
  public void awaitQuiet(SourceFile file) {
    var age = Duration.between(file.lastModified(), clock.instant());
    while (!age.isNegative()
        && age.compareTo(QUIET) < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(QUIET.minus(age).toNanos());
      age = Duration.between(file.lastModified(), clock.instant());
    }
  }
}
