package org.spillway.catalog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.Visibility;

/**
 * How the paths of a catalog are written as the keys of a bucket, and which of them may be offered.
 *
 * @param prefix "" or ends with a slash
 */
record S3Keys(String prefix, PathFilter filter) {
  /** Amazon's limit, in bytes of UTF-8. */
  private static final int LONGEST = 1024;

  static S3Keys below(String prefix, PathFilter filter) {
    return new S3Keys(prefix.isEmpty() ? "" : prefix + "/", filter);
  }

  /** Absent if no object can be offered at this path. */
  Optional<String> keyOf(String path) {
    if (!Visibility.isVisible(path)
        || !filter.offers(path)
        || !UTF_8.newEncoder().canEncode(path)) {
      return Optional.empty();
    }
    String key = prefix + path.substring(1);
    return key.getBytes(UTF_8).length <= LONGEST ? Optional.of(key) : Optional.empty();
  }

  /** Absent if the object cannot be offered: its key is no path, or no path to offer. */
  Optional<String> pathOf(String key) {
    if (!key.startsWith(prefix)) {
      return Optional.empty();
    }
    String path = "/" + key.substring(prefix.length());
    return keyOf(path).map(same -> path);
  }
}
