package org.spillway.webapp.terminal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.spillway.client.Source;
import org.spillway.negotiation.documents.Size;

/** Writes numbers for people. */
public final class Units {
  private Units() {}

  public static String bytes(long count) {
    return Size.of(count);
  }

  /** Returns {@code m:ss}, or {@code h:mm:ss} from an hour up. */
  public static String time(Duration duration) {
    long seconds = duration.toSeconds();
    String rest = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    if (seconds >= 3600) {
      return seconds / 3600 + ":" + rest;
    }
    return rest.startsWith("0") ? rest.substring(1) : rest;
  }

  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** Returns, for example, {@code peers 8.0 MiB, web seed 2.0 MiB}, in the order of the sources. */
  public static String sources(Map<Source, Long> bytes) {
    var sorted = new EnumMap<Source, Long>(Source.class);
    sorted.putAll(bytes);
    return sorted.entrySet().stream()
        .map(entry -> entry.getKey().label() + " " + bytes(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Returns 0 to 100. An empty file is complete from the start. */
  public static int percent(long done, long total) {
    return total <= 0 ? 100 : (int) (done * 100.0 / total);
  }
}
