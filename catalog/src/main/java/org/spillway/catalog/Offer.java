package org.spillway.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.Sha256;

/**
 * One version of a file, as it is offered, with what is known about it. When more becomes known,
 * {@link Catalog#byPath} returns another offer. Immutable; safe for use by many threads.
 */
public final class Offer {
  /**
   * The ending that S3 gives the tags of objects that were uploaded in parts. Without it, S3
   * clients take a tag of 32 hex digits for the MD5 of the content, and reject what they have
   * downloaded.
   */
  private static final String NO_MD5 = "-1";

  private enum State {
    UNHASHED,
    GROWING,
    HASHED,
    LOST
  }

  private final OfferAccess access;
  private final SourceFile file;
  private final State state;

  /** The entity tag; null until it is asked for, like the next field. */
  private volatile @Nullable String etag;

  private volatile @Nullable String etagOfVersion;

  private Offer(OfferAccess access, SourceFile file, State state) {
    this.access = access;
    this.file = file;
    this.state = state;
  }

  /**
   * @param hashed whether the torrent is known
   */
  Offer(OfferAccess access, SourceFile file, boolean hashed) {
    this(access, file, hashed ? State.HASHED : State.UNHASHED);
  }

  /** Returns an offer of a file that others append to. */
  static Offer ofGrowing(OfferAccess access, SourceFile file) {
    return new Offer(access, file, State.GROWING);
  }

  /** Returns an offer whose torrent stays while nobody can look at the file. */
  static Offer ofLost(OfferAccess access, SourceFile file) {
    return new Offer(access, file, State.LOST);
  }

  /**
   * Returns whether the content is lost for the moment, for example because a disk is not mounted.
   * The torrent stays offered; {@link #lastModified} is 1970 if it is not known.
   */
  public boolean isLost() {
    return state == State.LOST;
  }

  /**
   * Returns whether others are likely to append to the file, such as a log or an upload that has
   * not ended. The offer has the length that the file had when it was looked at, no strong
   * validator, and no torrent for now. An open file can be read to that length while it keeps
   * growing.
   */
  public boolean isGrowing() {
    return state == State.GROWING;
  }

  SourceFile file() {
    return file;
  }

  boolean isHashed() {
    return state == State.HASHED || state == State.LOST;
  }

  /** Returns the path from the root, decoded, with a leading slash. */
  public String path() {
    return file.path();
  }

  /** Returns the last part of the path. */
  public String name() {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  /** Returns the length in bytes. */
  public long length() {
    return file.length();
  }

  /** Returns whether there can be a torrent of the file: BitTorrent knows none without a byte. */
  public boolean canHaveTorrent() {
    return length() > 0;
  }

  public Instant lastModified() {
    return file.lastModified();
  }

  /**
   * Returns the strong validator of the file, in quotes (RFC 9110 §8.8.3). It is made from the
   * content if that is hashed, otherwise from length, times and identity, and is the same each
   * time. It holds for the bytes that {@link #open} gives; two contents never share it. It is empty
   * for a file that {@linkplain #isGrowing is growing}.
   */
  public String etag() {
    if (isGrowing()) {
      return "";
    }
    String known = etag;
    if (known == null) {
      known = torrent().map(t -> quoted("", t.sha256())).orElseGet(this::etagOfVersion);
      etag = known;
    }
    return known;
  }

  /**
   * Returns whether a tag names the bytes of this offer: {@link #etag()}, or the tag that the file
   * had before it was hashed, so that a client that began earlier can continue. Use it for
   * conditions that need a strong comparison (RFC 9110 §8.8.3.2), such as If-Match and If-Range.
   *
   * @param tag in quotes; a weak one never matches
   */
  public boolean isEtag(String tag) {
    return !isGrowing() && (tag.equals(etag()) || tag.equals(etagOfVersion()));
  }

  /**
   * Returns a tag made of the version's hash, because clients need not know the inodes of the
   * server.
   */
  private String etagOfVersion() {
    String known = etagOfVersion;
    if (known == null) {
      known = quoted("v", Sha256.digest(file.version().getBytes(UTF_8)));
      etagOfVersion = known;
    }
    return known;
  }

  private static String quoted(String prefix, Sha256 hash) {
    return '"' + prefix + hash.toString().substring(0, 32) + NO_MD5 + '"';
  }

  /**
   * Opens the file. The open file can be read to its end even if it is replaced or removed
   * meanwhile, but not if it is written to. If it was hashed before, only the bytes that were
   * overwritten cannot be read. Waits some milliseconds if it was written just now. A small file
   * that was opened before is still in memory and costs no look at the disk.
   *
   * @throws ContentChangedException if it cannot be this version any more, and is not in memory
   */
  public Content open() throws IOException {
    return isGrowing() ? access.contents().openGrowing(file) : access.contents().open(file);
  }

  /**
   * Returns the whole content, read-only, if it is still in memory since it was last opened, as it
   * is for small files that are asked for often. This neither blocks nor looks at the disk.
   */
  public Optional<ByteBuffer> inMemory() {
    return isGrowing() ? Optional.empty() : access.contents().inMemory(file);
  }

  /**
   * Returns the torrent, if it was known when this offer was made and is still offered. This never
   * waits for hashing. An empty file has no torrent.
   */
  public Optional<OfferedTorrent> torrent() {
    return isHashed() ? access.torrentOf(file) : Optional.empty();
  }

  /**
   * Asks for the torrent, so that the file is hashed next. The future fails with an IOException if
   * the file changes or cannot be read, and at once if it is empty. Each call returns a future of
   * its own. Dependent actions run on a hashing thread unless they name an executor, and should be
   * short.
   */
  public CompletableFuture<OfferedTorrent> requestTorrent() {
    return access.requestTorrent(file);
  }

  /** Returns the progress of hashing, or nothing if it is done or was not asked for. */
  public Optional<HashProgress> progress() {
    return access.progress(file);
  }
}
