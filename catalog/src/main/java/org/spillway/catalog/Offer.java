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
 * A file as it is offered now: one version of it, and what is known of it now. Once more is known,
 * {@link Catalog#byPath} gives another offer. Immutable; safe for use by many threads.
 */
public final class Offer {
  /**
   * How S3 ends the tags of objects that were uploaded in parts: from 32 hex digits alone, its
   * clients take a tag for the MD5 of the content, and reject what they have downloaded.
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

  /** Null until somebody asks; so is the next. */
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

  /** One that others append to. */
  static Offer ofGrowing(OfferAccess access, SourceFile file) {
    return new Offer(access, file, State.GROWING);
  }

  /** One whose torrent is offered while nobody can look at the file. */
  static Offer ofLost(OfferAccess access, SourceFile file) {
    return new Offer(access, file, State.LOST);
  }

  /**
   * Whether the content is lost for the moment, as a disk that is not mounted: the torrent stays
   * offered, and {@link #lastModified} may not be known (it is 1970 then).
   */
  public boolean isLost() {
    return state == State.LOST;
  }

  /**
   * Whether others are likely to append to the file, as to a log or to an upload that is under way.
   * It has the length that it had at the look, no strong validator, and no torrent for now. What is
   * open can be read to that length while the file goes on growing.
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

  /** Returns whether there can be a torrent of the file: BitTorrent knows none without a byte. */
  public boolean canHaveTorrent() {
    return length() > 0;
  }

  public Instant lastModified() {
    return file.lastModified();
  }

  /**
   * The strong validator of the file, in quotes (RFC 9110 §8.8.3): from its content if that is
   * hashed, else from its length, times and identity. The same each time. Holds for the bytes that
   * {@link #open} gives; two contents never share it. Empty for a file that {@linkplain #isGrowing
   * is growing}.
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
   * Whether a tag names the bytes of this offer: {@link #etag()}, or the tag that it had before the
   * content was hashed. For conditions that need a strong comparison (RFC 9110 §8.8.3.2), as
   * If-Match and If-Range do; a client that began before the hashing was done can go on by it.
   *
   * @param tag in quotes; a weak one never matches
   */
  public boolean isEtag(String tag) {
    return !isGrowing() && (tag.equals(etag()) || tag.equals(etagOfVersion()));
  }

  /** Hashed itself: nobody need know the inodes of a server. */
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
   * Opens the file. What is open can be read to its end even if the file is replaced or removed
   * meanwhile, but not if it is written to; once it is hashed, only what was written over cannot be
   * read. Waits some milliseconds if it was written just now. A small file that was opened before
   * is still in memory and costs no look at the disk.
   *
   * @throws ContentChangedException if it cannot be this version any more, and is not in memory
   */
  public Content open() throws IOException {
    return isGrowing() ? access.contents().openGrowing(file) : access.contents().open(file);
  }

  /**
   * The whole content, to be read only, if it is in memory since it was opened last: a small file
   * that is asked for often. Takes no time, and looks at nothing.
   */
  public Optional<ByteBuffer> inMemory() {
    return isGrowing() ? Optional.empty() : access.contents().inMemory(file);
  }

  /**
   * The torrent, if it was known when this offer was given, and is still offered; never waits for
   * hashing. An empty file has none.
   */
  public Optional<OfferedTorrent> torrent() {
    return isHashed() ? access.torrentOf(file) : Optional.empty();
  }

  /**
   * The torrent as soon as it is known: the file is the next to be hashed. Ends with an IOException
   * if the file changes or cannot be read, and at once if it is empty: BitTorrent knows no torrent
   * of nothing. Each call gives a future of its own; what depends on it runs on a hashing thread
   * unless it says otherwise, and should be short.
   */
  public CompletableFuture<OfferedTorrent> requestTorrent() {
    return access.requestTorrent(file);
  }

  /** How far the hashing is; absent if it is done, or not waiting to be done. */
  public Optional<HashProgress> progress() {
    return access.progress(file);
  }
}
