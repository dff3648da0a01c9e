package org.spillway.catalog.s3;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.Sha256;

/**
 * Fetches parts of objects, for many readers at a time, and keeps the pieces that they read. Safe
 * for use by many threads.
 */
final class S3Parts {
  private static final System.Logger log = System.getLogger(S3Parts.class.getName());

  /** The number of pieces that are read ahead at a time. */
  private static final int AHEAD = 8;

  /**
   * The number of parts that are fetched at a time, so that many readers cannot fill the memory
   * with them.
   */
  private static final int FETCHES = 32;

  private final S3Bucket bucket;
  private final PieceCache pieces;
  private final EndpointOutage outage;
  private final ObjectFinder finder;
  private final Executor threads;
  private final Semaphore ahead = new Semaphore(AHEAD);
  private final Semaphore fetches = new Semaphore(FETCHES);

  /**
   * Makes a reader of a bucket's parts.
   *
   * @param threads the threads that read pieces ahead
   */
  S3Parts(
      S3Bucket bucket,
      PieceCache pieces,
      EndpointOutage outage,
      ObjectFinder finder,
      Executor threads) {
    this.bucket = bucket;
    this.pieces = pieces;
    this.outage = outage;
    this.finder = finder;
    this.threads = threads;
  }

  S3Bucket bucket() {
    return bucket;
  }

  PieceCache pieces() {
    return pieces;
  }

  boolean isCurrent(SourceFile file) {
    return finder.find(file.path()).filter(now -> now.version().equals(file.version())).isPresent();
  }

  void forget(String path) {
    finder.forget(path);
  }

  /** Returns the beginning of the names of a version's pieces; a number follows. */
  String pieceName(SourceFile file) {
    String identity = bucket.identity() + "\n" + file.path() + "\n" + file.version();
    return Sha256.digest(identity.getBytes(UTF_8)).toString().substring(0, 40);
  }

  /**
   * Fetches a part as {@link S3Bucket#get} does, but fails at once during an outage. A silent
   * service would otherwise hold up each reader until its request times out, and with it the
   * threads that all readers share.
   *
   * @param id the id of the version, which is read even if it has been replaced; "" for the current
   *     object
   * @throws S3UnreachableException if there is no answer
   */
  byte[] fetch(SourceFile file, String id, long from, int length) throws IOException {
    while (!mayFetch()) {
      requireNoOutage(file);
    }
    try {
      requireNoOutage(file);
      var version = S3Version.parse(file.version());
      return bucket.get(file.path(), version, id, from, length);
    } finally {
      fetches.release();
    }
  }

  private void requireNoOutage(SourceFile file) throws S3UnreachableException {
    if (outage.isOut()) {
      throw new S3UnreachableException(bucket.settings() + file.path() + ": there is an outage");
    }
  }

  /** Waits for its turn, but not for long at a time. */
  private boolean mayFetch() throws InterruptedIOException {
    try {
      return fetches.tryAcquire(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Fetches a piece that will be needed soon, unless all threads are busy. */
  void prefetch(String name, PieceCache.Fetch fetch) {
    if (pieces.has(name) || !ahead.tryAcquire()) {
      return;
    }
    try {
      threads.execute(() -> prefetchNow(name, fetch));
    } catch (RejectedExecutionException e) {
      ahead.release();
    }
  }

  private void prefetchNow(String name, PieceCache.Fetch fetch) {
    try {
      pieces.prefetch(name, fetch);
    } catch (IOException e) {
      log.log(DEBUG, "not read ahead: {0}", e);
    } finally {
      ahead.release();
    }
  }
}
