package org.spillway.catalog.usage;

import java.util.Map;

/**
 * The number of bytes of each offered file that one server has sent since it was started.
 *
 * @param byPath by the file's path, as {@link org.spillway.catalog.Offer#path} gives it; files of
 *     which nothing was sent are left out. A file that was replaced counts together with its
 *     successor. {@link #OTHERS} stands for all files that found the list full.
 */
public record SentBytes(Map<String, Long> byPath) {
  /** No file has this path. */
  public static final String OTHERS = "";

  public static final SentBytes NONE = new SentBytes(Map.of());

  public SentBytes {
    byPath = Map.copyOf(byPath);
  }

  /** Returns the sum over all files. */
  public long total() {
    return byPath.values().stream().mapToLong(Long::longValue).sum();
  }
}
