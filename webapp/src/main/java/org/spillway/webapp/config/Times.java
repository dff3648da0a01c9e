package org.spillway.webapp.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads and writes times as they are configured: {@code 500ms}, {@code 10s}, {@code 5m}, {@code
 * 1h}, {@code 2d}, or as in ISO 8601.
 */
final class Times {
  private static final Pattern SIMPLE = Pattern.compile("(\\d+) ?(ms|s|m|h|d)");
  private static final String EXAMPLES = "a time such as 500ms, 10s, 5m or 1h";

  /**
   * The longest time. A longer one is a mistake, and clocks that count nanoseconds cannot hold all
   * of them.
   */
  private static final Duration LONGEST = Duration.ofDays(365);

  private Times() {}

  /** Returns the kind of a time from zero to a year. */
  static Single<Duration> time() {
    return kind(EXAMPLES, "0s or more", time -> !time.isNegative(), LONGEST);
  }

  /** Returns the kind of a time of more than zero, up to a year. */
  static Single<Duration> positive() {
    return kind(
        EXAMPLES + ", greater than 0",
        "greater than 0",
        time -> !time.isNegative() && !time.isZero(),
        LONGEST);
  }

  /** Returns the kind of a time from {@code least} to {@code most}, both included. */
  static Single<Duration> between(Duration least, Duration most) {
    String range = print(least) + " to " + print(most);
    return kind(
        EXAMPLES + ", " + range,
        range,
        time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0,
        most);
  }

  private static Single<Duration> kind(
      String expected, String range, Predicate<Duration> isInRange, Duration most) {
    return new Single<>(
        expected,
        text -> {
          var time = parse(text.strip());
          if (!isInRange.test(time)) {
            throw Kinds.wrong(range, text);
          }
          if (time.compareTo(most) > 0) {
            throw Kinds.wrong("at most " + print(most), text);
          }
          return time;
        },
        Times::print);
  }

  private static Duration parse(String text) {
    var simple = SIMPLE.matcher(text);
    try {
      return simple.matches()
          ? of(Long.parseLong(simple.group(1)), simple.group(2))
          : Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw Kinds.wrong(EXAMPLES, text);
    }
  }

  private static Duration of(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /**
   * Returns the time in the largest unit that needs no fraction. Days are not used, because 24h is
   * as clear.
   */
  static String print(Duration time) {
    if (time.toNanosPart() % 1_000_000 != 0) {
      return time.toString();
    }
    if (time.toMillisPart() != 0) {
      return time.toMillis() + "ms";
    }
    if (time.toSecondsPart() != 0 || time.isZero()) {
      return time.toSeconds() + "s";
    }
    return time.toMinutesPart() != 0 ? time.toMinutes() + "m" : time.toHours() + "h";
  }
}
