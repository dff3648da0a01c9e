package org.spillway.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes that a door sends of each file. It keeps its numbers when a file is withdrawn or
 * loses its last peer. Safe for use by many threads.
 */
public final class SentBytesCounter {
  /** Files with a number of their own; those that come later share one. */
  static final int FILES = 100_000;

  private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();

  /**
   * What a transfer adds its bytes to; the same for the same path.
   *
   * @param path of an offer, never one that somebody merely asked for: every new one takes memory
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
