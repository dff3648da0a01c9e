package org.spillway.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers as people read them. */
final class Units {
  private static final String[] NAMES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Units() {}

  static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double value = count;
    int unit = 0;
    while (value >= 1023.95 && unit < NAMES.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, NAMES[unit]);
  }

  /** {@code m:ss}, or {@code h:mm:ss} from an hour up. */
  static String time(Duration duration) {
    long seconds = duration.toSeconds();
    String rest = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    if (seconds >= 3600) {
      return seconds / 3600 + ":" + rest;
    }
    return rest.startsWith("0") ? rest.substring(1) : rest;
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  static String sources(Map<Source, Long> bytes) {
    return bytes.entrySet().stream()
        .map(entry -> entry.getKey().label() + " " + bytes(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** 0 to 100; an empty file is complete from the start. */
  static int percent(long done, long total) {
    return total <= 0 ? 100 : (int) (done * 100.0 / total);
  }
}
