package org.spillway.negotiation;

import java.util.Optional;
import org.spillway.catalog.Catalog;

/**
 * The path of the public URL, such as {@code /base}. A proxy in front takes it away or keeps it in
 * the requests that it hands on, and both kinds are answered alike. Safe for use by many threads.
 */
final class PublicPath {
  private final Catalog catalog;

  /** The path; empty until the catalog is started, and if the public URL has no path. */
  private volatile String path = "";

  private volatile boolean isKnown;

  PublicPath(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Returns the rest of a path below that of the public URL, or nothing if it does not lie there.
   */
  Optional<String> within(String requestPath) {
    String base = path();
    boolean isBelow =
        !base.isEmpty()
            && requestPath.startsWith(base)
            && requestPath.startsWith("/", base.length());
    return isBelow ? Optional.of(requestPath.substring(base.length())) : Optional.empty();
  }

  /** Returns whether a path is that of the public URL itself, without a slash at its end. */
  boolean isRoot(String requestPath) {
    return !requestPath.isEmpty() && requestPath.equals(path());
  }

  private String path() {
    if (!isKnown) {
      catalog.urls().ifPresent(urls -> learn(urls.base().getPath()));
    }
    return path;
  }

  private void learn(String known) {
    path = known;
    isKnown = true;
  }
}
