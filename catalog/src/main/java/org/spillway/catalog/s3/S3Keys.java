package org.spillway.catalog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.Visibility;

/**
 * Converts the paths of a catalog to the keys of a bucket and back, and decides which of them may
 * be offered.
 *
 * @param prefix "" or ends with a slash
 */
record S3Keys(String prefix, PathFilter filter) {
  /** The length of the longest key at Amazon, in bytes of UTF-8. */
  private static final int LONGEST = 1024;

  static S3Keys below(String prefix, PathFilter filter) {
    return new S3Keys(prefix.isEmpty() ? "" : prefix + "/", filter);
  }

  /** Returns the key of a path, or nothing if no object can be offered there. */
  Optional<String> keyOf(String path) {
    if (!Visibility.isVisible(path)
        || !filter.offers(path)
        || !UTF_8.newEncoder().canEncode(path)) {
      return Optional.empty();
    }
    String key = prefix + path.substring(1);
    return key.getBytes(UTF_8).length <= LONGEST ? Optional.of(key) : Optional.empty();
  }

  /**
   * Returns the path of a key, or nothing if the key is no path, or the object cannot be offered
   * there.
   */
  Optional<String> pathOf(String key) {
    if (!key.startsWith(prefix)) {
      return Optional.empty();
    }
    String path = "/" + key.substring(prefix.length());
    return keyOf(path).map(same -> path);
  }
}
