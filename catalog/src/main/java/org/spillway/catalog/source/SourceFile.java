package org.spillway.catalog.source;

import java.time.Instant;

/**
 * A file that may be offered, as the content source saw it.
 *
 * @param path decoded, from the root, with a leading slash
 * @param length in bytes
 * @param version what changes whenever the content may have changed; printable ASCII without quotes
 */
public record SourceFile(String path, long length, Instant lastModified, String version) {
  /** Returns the same file under another version. */
  public SourceFile withVersion(String version) {
    return new SourceFile(path, length, lastModified, version);
  }
}
