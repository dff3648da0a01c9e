package org.spillway.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * @param length in bytes
 * @param bytes of the file by where they came from, each byte counted once; sources that gave
 *     nothing are left out
 */
public record DownloadResult(
    Path file, long length, Found found, Map<Source, Long> bytes, Duration took) {
  public DownloadResult {
    bytes = Map.copyOf(bytes);
  }

  /** How many bytes this source gave; 0 for one that gave none. */
  public long from(Source source) {
    return bytes.getOrDefault(source, 0L);
  }

  /** For example {@code peers 8.0 MiB, web seed 2.0 MiB}; empty for an empty file. */
  public String sources() {
    var sorted = new EnumMap<Source, Long>(Source.class);
    sorted.putAll(bytes);
    return Units.sources(sorted);
  }
}
