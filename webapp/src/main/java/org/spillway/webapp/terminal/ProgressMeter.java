package org.spillway.webapp.terminal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.client.Source;

/** Adds up what a display of progress shows. Not thread-safe. */
final class ProgressMeter {
  private final Clock clock;
  private final Map<Source, Long> bytes = new EnumMap<>(Source.class);
  private Instant start;
  private Instant last;
  private boolean isStarted;
  private String name;
  private long length = -1;

  /**
   * @param name the name until another one is known
   */
  ProgressMeter(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.start = clock.instant();
    this.last = start;
  }

  /** Returns the sum of several, which does not change with them. */
  static ProgressMeter together(String name, List<ProgressMeter> all, Clock clock) {
    var sum = new ProgressMeter(name, clock);
    var started = all.stream().filter(meter -> meter.isStarted).toList();
    sum.isStarted = !started.isEmpty();
    sum.length = 0;
    for (ProgressMeter meter : started) {
      sum.length = meter.length < 0 || sum.length < 0 ? -1 : sum.length + meter.length;
      sum.start = meter.start.isBefore(sum.start) ? meter.start : sum.start;
      meter.bytes.forEach((source, count) -> sum.bytes.merge(source, count, Long::sum));
    }
    sum.last = all.stream().map(meter -> meter.last).max(Instant::compareTo).orElse(sum.last);
    return sum;
  }

  void start(String fileName, long total) {
    name = fileName;
    length = total;
    start = clock.instant();
    last = start;
    isStarted = true;
    bytes.clear();
  }

  /** Returns whether the content has begun to arrive. */
  boolean isStarted() {
    return isStarted;
  }

  boolean isComplete() {
    return isStarted && done() == length;
  }

  /** Returns the time since bytes came, or since the start if none came. */
  Duration silence() {
    return Duration.between(last, clock.instant());
  }

  void add(Source source, long count) {
    bytes.merge(source, count, Long::sum);
    last = clock.instant();
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
