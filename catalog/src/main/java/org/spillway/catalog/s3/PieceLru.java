package org.spillway.catalog.s3;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which pieces are kept, and which of them have to go: the least recently used ones. Safe
 * for use by many threads.
 */
final class PieceLru {
  private final long limit;
  private final Map<String, Integer> sizes = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * Makes an empty list.
   *
   * @param limit the most bytes of all pieces together
   */
  PieceLru(long limit) {
    this.limit = limit;
  }

  /** Returns whether the piece is kept, and notes that it was used. */
  synchronized boolean touch(String name) {
    return sizes.get(name) != null;
  }

  /**
   * Adds a piece.
   *
   * @param size the size of the piece, in bytes
   * @return the pieces that are no longer kept
   */
  synchronized List<String> add(String name, int size) {
    remove(name);
    sizes.put(name, size);
    bytes += size;
    return evict();
  }

  private List<String> evict() {
    List<String> evicted = new ArrayList<>();
    var eldest = sizes.entrySet().iterator();
    while (bytes > limit && eldest.hasNext()) {
      var entry = eldest.next();
      evicted.add(entry.getKey());
      bytes -= entry.getValue();
      eldest.remove();
    }
    return evicted;
  }

  synchronized void remove(String name) {
    Integer size = sizes.remove(name);
    if (size != null) {
      bytes -= size;
    }
  }

  /** Returns the total size, in bytes, of the pieces that are kept. */
  synchronized long bytes() {
    return bytes;
  }
}
