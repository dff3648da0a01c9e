package org.spillway.catalog.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what a server sends, by file, delivery and client, from its start. It keeps its numbers
 * when a file is withdrawn or loses its last peer. Safe for use by many threads.
 */
public final class UsageMeter {
  /**
   * The number of keys that are counted one by one, of some 300 bytes each; files that come later
   * share a count.
   */
  static final int KEYS = 100_000;

  private final Map<UsageKey, UsageCounter> counters = new ConcurrentHashMap<>();

  /**
   * Returns the counter to which a transfer adds what it sends; it is the same for the same key.
   *
   * @param path that of an offer, never one that a client merely asked for: every new one takes
   *     memory
   * @param client one of a fixed list, for the same reason
   */
  public UsageCounter of(String path, Delivery delivery, String client) {
    var key = new UsageKey(path, delivery, client);
    var known = counters.get(key);
    if (known != null) {
      return known;
    }
    var counted = counters.size() < KEYS ? key : new UsageKey(SentBytes.OTHERS, delivery, client);
    return counters.computeIfAbsent(counted, absent -> new UsageCounter());
  }

  /** Returns the sums from the start; keys under which nothing was counted are left out. */
  public Map<UsageKey, Usage> snapshot() {
    var sums = new HashMap<UsageKey, Usage>();
    counters.forEach((key, counter) -> sums.put(key, counter.sum()));
    sums.values().removeIf(Usage.NONE::equals);
    return sums;
  }

  /** Returns the bytes of each file that have left by one delivery since the start. */
  public SentBytes sent(Delivery delivery) {
    var sent = new HashMap<String, Long>();
    snapshot()
        .forEach(
            (key, usage) -> {
              if (key.delivery() == delivery && usage.bytes() > 0) {
                sent.merge(key.path(), usage.bytes(), Long::sum);
              }
            });
    return new SentBytes(sent);
  }
}
