package org.spillway.catalog;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.HashBuffer;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;

/**
 * The hashing of one version of a file. It is worked on in slices, by one thread at a time, and can
 * be laid aside between them; no file is open meanwhile. Kept small: a million files can wait.
 */
final class HashJob {
  private final SourceFile file;
  private final TorrentFormat format;
  private final long arrival;
  private final CompletableFuture<OfferedTorrent> torrent = new CompletableFuture<>();
  private volatile long hashed;
  private volatile long spent;

  /** The state of the hashing; null before the first slice. */
  private @Nullable FileHasher hasher;

  /**
   * The time at which it was last asked for, as a serial number; 0 if nobody waits. The queue
   * guards it.
   */
  private long urgency;

  /**
   * @param arrival a serial number
   */
  HashJob(SourceFile file, TorrentFormat format, long arrival) {
    this.file = file;
    this.format = format;
    this.arrival = arrival;
  }

  SourceFile file() {
    return file;
  }

  boolean isOf(SourceFile other) {
    return file.path().equals(other.path()) && file.version().equals(other.version());
  }

  HashProgress progress() {
    return new HashProgress(hashed, file.length(), Duration.ofNanos(spent));
  }

  /** Ends with the torrent, or with the IOException that ended the work. */
  CompletableFuture<OfferedTorrent> torrent() {
    return torrent;
  }

  /** Returns whether hashing has begun. Only the thread that works on the job may call this. */
  boolean isBegun() {
    return hasher != null;
  }

  long arrival() {
    return arrival;
  }

  long urgency() {
    return urgency;
  }

  void setUrgency(long urgency) {
    this.urgency = urgency;
  }

  /**
   * Works on where it was.
   *
   * @param nanoTime as {@link System#nanoTime}
   * @return the hashes, if this was the last slice
   */
  Optional<FileHashes> workOneSlice(ContentSource source, HashBuffer buffer, LongSupplier nanoTime)
      throws IOException {
    if (hasher == null) {
      hasher = new FileHasher(format, PieceLength.forFile(file.length()));
    }
    try (var content = source.openToHash(file)) {
      hashSlice(content, buffer, hasher, nanoTime);
      content.verify();
    }
    return hasher.length() == file.length() ? Optional.of(hasher.finish()) : Optional.empty();
  }

  private void hashSlice(
      Content content, HashBuffer buffer, FileHasher begun, LongSupplier nanoTime)
      throws IOException {
    long start = nanoTime.getAsLong();
    long spentBefore = spent;
    long end = Math.min(file.length(), begun.length() + ContentSource.SLICE);
    while (begun.length() < end) {
      int count = buffer.read(content, begun.length(), end);
      begun.update(buffer.bytes(), 0, count);
      hashed = begun.length();
      spent = spentBefore + (nanoTime.getAsLong() - start);
    }
  }
}
