package org.spillway.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The last thing that went wrong with each source. Safe for use by many threads. */
final class Failures {
  private static final int SHOWN = 8;

  private final Map<String, String> reasons = new LinkedHashMap<>();

  synchronized void add(String source, String reason) {
    reasons.put(source, reason);
  }

  /**
   * Returns the failures, each with {@code ; } before it, or an empty text if nothing went wrong.
   */
  @Override
  public synchronized String toString() {
    String shown =
        reasons.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> "; " + entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining());
    return reasons.size() <= SHOWN ? shown : shown + "; and " + (reasons.size() - SHOWN) + " more";
  }
}
