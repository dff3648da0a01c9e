package org.spillway.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;

/**
 * The hashing of one version of a file. It is worked on in slices, by one thread at a time, and can
 * be laid aside between them; no file is open meanwhile.
 */
final class HashJob {
  /** Bytes between two looks at what else waits: about a tenth of a second of work. */
  private static final long SLICE = 64L * 1024 * 1024;

  /** Small enough to stay in the processor's cache between reading and three digests. */
  private static final int PORTION = 64 * 1024;

  /**
   * Clocks of file systems tick: a file that was written within one tick of the start of its
   * hashing could change again under the same modification time.
   */
  private static final Duration TICK = Duration.ofMillis(20);

  private final SourceFile file;
  private final TorrentFormat format;
  private final CompletableFuture<FileHashes> hashes = new CompletableFuture<>();
  private final CompletableFuture<OfferedTorrent> torrent;
  private volatile HashProgress progress;

  /** Made late: a hundred thousand files can wait. */
  private @Nullable FileHasher hasher;

  /** When it was last asked for, as a serial number; 0 if nobody waits. Guarded by the queue. */
  private long urgency;

  HashJob(SourceFile file, TorrentFormat format, HashQueue.Publisher publisher) {
    this.file = file;
    this.format = format;
    this.torrent = hashes.thenApply(result -> publish(publisher, result));
    this.progress = new HashProgress(0, file.length(), Duration.ZERO);
  }

  private OfferedTorrent publish(HashQueue.Publisher publisher, FileHashes result) {
    try {
      return publisher.publish(file, result);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  SourceFile file() {
    return file;
  }

  HashProgress progress() {
    return progress;
  }

  /** Ends with the torrent, or with the IOException that ended the work. */
  CompletableFuture<OfferedTorrent> torrent() {
    return torrent;
  }

  boolean isDone() {
    return hashes.isDone();
  }

  void cancel() {
    hashes.completeExceptionally(new IOException(file.path() + ": the catalog is closed"));
  }

  long urgency() {
    return urgency;
  }

  void setUrgency(long urgency) {
    this.urgency = urgency;
  }

  /** Works on; the job can be done afterwards. */
  void workOneSlice(ContentSource source) {
    long start = System.nanoTime();
    try {
      var begun = hasher == null ? begin() : hasher;
      hashSlice(source, begun);
      progress =
          new HashProgress(
              begun.length(), file.length(), progress.spent().plusNanos(System.nanoTime() - start));
      if (begun.length() == file.length()) {
        hashes.complete(begun.finish());
      }
    } catch (IOException e) {
      hashes.completeExceptionally(e);
    }
  }

  private FileHasher begin() {
    var age = Duration.between(file.lastModified(), Instant.now());
    if (age.abs().compareTo(TICK) < 0) {
      LockSupport.parkNanos(TICK.toNanos());
    }
    hasher = new FileHasher(format, PieceLength.forFile(file.length()));
    return hasher;
  }

  private void hashSlice(ContentSource source, FileHasher begun) throws IOException {
    long end = Math.min(file.length(), begun.length() + SLICE);
    byte[] portion = new byte[PORTION];
    try (var content = source.open(file)) {
      while (begun.length() < end) {
        int count = (int) Math.min(portion.length, end - begun.length());
        content.read(ByteBuffer.wrap(portion, 0, count), begun.length());
        begun.update(portion, 0, count);
      }
      content.verify();
    }
  }
}
