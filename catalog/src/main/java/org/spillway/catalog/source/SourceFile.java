package org.spillway.catalog.source;

import java.time.Instant;

/**
 * A file that may be offered, as the content source saw it.
 *
 * @param path the path, decoded, from the root, with a leading slash
 * @param length the length in bytes
 * @param version a text that changes whenever the content may have changed, in printable ASCII
 *     without quotes
 */
public record SourceFile(String path, long length, Instant lastModified, String version) {
  /** Returns the same file under another version. */
  public SourceFile withVersion(String version) {
    return new SourceFile(path, length, lastModified, version);
  }
}
