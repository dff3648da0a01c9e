package org.spillway.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a display of progress adds up. Not thread-safe. */
final class Transfer {
  private final Clock clock;
  private final Map<Source, Long> bytes = new EnumMap<>(Source.class);
  private Instant start;
  private String name = "";
  private long length = -1;

  Transfer(Clock clock) {
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

  /** In bytes, or −1. */
  long length() {
    return length;
  }

  Map<Source, Long> bytes() {
    return bytes;
  }

  long done() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes a second since the start, what was there already left out. */
  long rate() {
    long fetched = done() - bytes.getOrDefault(Source.RESUMED, 0L);
    long millis = Math.max(1, Duration.between(start, clock.instant()).toMillis());
    return fetched * 1000 / millis;
  }

  /** At the present rate; empty while nothing can be said. */
  Optional<Duration> timeLeft() {
    long rate = rate();
    if (length < 0 || rate == 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds((length - done()) / rate));
  }
}
