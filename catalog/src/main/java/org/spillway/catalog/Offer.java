package org.spillway.catalog;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A file as it is offered now: one version of it. Immutable; safe for use by many threads. */
public final class Offer {
  private final Catalog catalog;
  private final SourceFile file;

  Offer(Catalog catalog, SourceFile file) {
    this.catalog = catalog;
    this.file = file;
  }

  /** Decoded, from the root, with a leading slash. */
  public String path() {
    return file.path();
  }

  /** The last part of the path. */
  public String name() {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  /** In bytes. */
  public long length() {
    return file.length();
  }

  public Instant lastModified() {
    return file.lastModified();
  }

  /**
   * The strong validator of the file, in quotes (RFC 9110 §8.8.3): from its content once that is
   * hashed, from its length, time and identity until then.
   */
  public String etag() {
    return torrent()
        .map(torrent -> '"' + torrent.sha256().toString().substring(0, 32) + '"')
        .orElse('"' + file.version() + '"');
  }

  /**
   * Opens the file.
   *
   * @throws ContentChangedException if it is not this version any more
   */
  public Content open() throws IOException {
    return catalog.open(file);
  }

  /** The torrent if it is known already; never waits for hashing. */
  public Optional<OfferedTorrent> torrent() {
    return catalog.torrentOf(file);
  }

  /**
   * The torrent as soon as it is known: the file is the next to be hashed. Ends with an IOException
   * if the file changes or cannot be read.
   */
  public CompletableFuture<OfferedTorrent> requestTorrent() {
    return catalog.requestTorrent(file);
  }

  /** How far the hashing is; absent if it is done, or not waiting to be done. */
  public Optional<HashProgress> progress() {
    return catalog.progress(file);
  }
}
