package org.spillway.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A file that was downloaded.
 *
 * @param length the file's length in bytes
 * @param bytes how many bytes each source gave, each byte counted once; sources that gave nothing
 *     are left out
 */
public record DownloadResult(
    Path file, long length, Route route, Map<Source, Long> bytes, Duration took) {
  public DownloadResult {
    bytes = Map.copyOf(bytes);
  }

  /** Returns whether nothing was fetched, because the right content was there already. */
  public boolean wasThere() {
    return from(Source.RESUMED) == length && length > 0;
  }

  /** Returns how many bytes this source gave, or 0 if it gave none. */
  public long from(Source source) {
    return bytes.getOrDefault(source, 0L);
  }
}
