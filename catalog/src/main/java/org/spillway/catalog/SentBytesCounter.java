package org.spillway.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes that a server sends of each file. It keeps its numbers when a file is withdrawn
 * or loses its last peer. Safe for use by many threads.
 */
public final class SentBytesCounter {
  /** The number of files that are counted one by one; later files share one count. */
  static final int FILES = 100_000;

  private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();

  /**
   * Returns the counter to which a transfer adds its bytes; it is the same for the same path.
   *
   * @param path that of an offer, never one that a client merely asked for: every new one takes
   *     memory
   */
  public LongAdder of(String path) {
    var known = byPath.get(path);
    if (known != null) {
      return known;
    }
    String counted = byPath.size() < FILES ? path : SentBytes.OTHERS;
    return byPath.computeIfAbsent(counted, key -> new LongAdder());
  }

  public SentBytes snapshot() {
    var sent = new HashMap<String, Long>();
    byPath.forEach((path, adder) -> sent.put(path, adder.sum()));
    sent.values().removeIf(bytes -> bytes == 0);
    return new SentBytes(sent);
  }
}
