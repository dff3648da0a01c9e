package org.spillway.webapp.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.spillway.client.Source;

/** Adds up what a display of progress shows. Not thread-safe. */
final class ProgressMeter {
  private final Clock clock;
  private final Map<Source, Long> bytes = new EnumMap<>(Source.class);
  private Instant start;
  private String name = "";
  private long length = -1;

  ProgressMeter(Clock clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  void start(String fileName, long total) {
    name = fileName;
    length = total;
    start = clock.instant();
    bytes.clear();
  }

  void add(Source source, long count) {
    bytes.merge(source, count, Long::sum);
  }

  String name() {
    return name;
  }

  /** Returns the file's length in bytes, or −1 if it is not known. */
  long length() {
    return length;
  }

  Map<Source, Long> bytes() {
    return bytes;
  }

  long done() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the bytes a second since the start. Resumed bytes do not count. */
  long rate() {
    long fetched = done() - bytes.getOrDefault(Source.RESUMED, 0L);
    long millis = Math.max(1, Duration.between(start, clock.instant()).toMillis());
    return fetched * 1000 / millis;
  }

  /** Returns the time left at the rate until now, or empty if that cannot be told. */
  Optional<Duration> timeLeft() {
    long rate = rate();
    if (length < 0 || rate == 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds((length - done()) / rate));
  }
}
