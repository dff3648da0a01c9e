package org.spillway.catalog;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;

/** Gives offers their content and their torrent. Safe for use by many threads. */
final class OfferAccess {
  private final Contents contents;
  private final OfferedTorrents offered;
  private final KnownTorrents known;
  private final HashQueue hashing;
  private final Consumer<String> forget;

  /**
   * @param forget drops the kept offer of a path whose file has changed
   */
  OfferAccess(
      Contents contents,
      OfferedTorrents offered,
      KnownTorrents known,
      HashQueue hashing,
      Consumer<String> forget) {
    this.contents = contents;
    this.offered = offered;
    this.known = known;
    this.hashing = hashing;
    this.forget = forget;
  }

  Contents contents() {
    return contents;
  }

  Optional<HashProgress> progress(SourceFile file) {
    return hashing.progress(file);
  }

  Optional<OfferedTorrent> torrentOf(SourceFile file) {
    return known.of(file);
  }

  CompletableFuture<OfferedTorrent> requestTorrent(SourceFile file) {
    if (file.length() == 0) {
      return CompletableFuture.failedFuture(
          new IOException(file.path() + ": an empty file has no torrent"));
    }
    // A copy, so that a caller who gives up waiting does not end it for the others.
    return torrentOf(file)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> hash(file).copy());
  }

  private CompletableFuture<OfferedTorrent> hash(SourceFile file) {
    if (offered.isCurrent(file.path(), file.version())) {
      return hashing.enqueue(file, true).torrent();
    }
    forget.accept(file.path());
    return CompletableFuture.failedFuture(new ContentChangedException(file.path()));
  }
}
