package org.spillway.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.spillway.client.store.CompleteFiles;
import org.spillway.client.store.PieceFiles;
import org.spillway.swarm.download.PieceSink;
import org.spillway.swarm.peer.PieceSource;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.peer.HashRange;

/**
 * Keeps the pieces of a download, and reads them for other peers, before and after the content has
 * its final name. Each piece was verified before it was written. Safe for use by many threads.
 */
final class KeptPieces implements PieceSink, PieceSource {
  private final PieceFiles files;
  private final InfoDictionary info;
  private final PieceHashes hashes;

  /** Held for writing while the content gets its final name. */
  private final ReadWriteLock naming = new ReentrantReadWriteLock();

  private @Nullable CompleteFiles complete;

  /**
   * @param files the files, which the download closes
   */
  KeptPieces(PieceFiles files, InfoDictionary info, PieceHashes hashes) {
    this.files = files;
    this.info = info;
    this.hashes = hashes;
  }

  InfoDictionary info() {
    return info;
  }

  @Override
  public void write(int piece, ByteBuffer content) throws IOException {
    files.write(piece, content);
  }

  /** Gives the content its final name; it can still be read. */
  void complete(Path target, boolean overwrite) throws IOException, InterruptedException {
    naming.writeLock().lock();
    try {
      files.complete(overwrite);
      complete = CompleteFiles.of(target, info);
    } finally {
      naming.writeLock().unlock();
    }
  }

  @Override
  public Reader reader() {
    return new Reader() {
      @Override
      public void read(ByteBuffer target, long offset) throws IOException {
        KeptPieces.this.read(target, offset);
      }

      @Override
      public void verify() {}
    };
  }

  private void read(ByteBuffer target, long offset) throws IOException {
    int piece = (int) (offset / info.pieceLength());
    int begin = (int) (offset % info.pieceLength());
    naming.readLock().lock();
    try {
      if (complete == null) {
        files.read(piece, begin, target);
      } else {
        complete.read(piece, begin, target);
      }
    } finally {
      naming.readLock().unlock();
    }
  }

  @Override
  public Optional<ByteBuffer> hashes(HashRange range) {
    return hashes
        .layer(Sha256.of(range.piecesRoot()))
        .flatMap(layer -> PieceSource.hashesOf(layer, range));
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  /** Closes the complete files; the engine calls it, or nobody if no peer was there. */
  @Override
  public void close() throws IOException {
    naming.writeLock().lock();
    try {
      if (complete != null) {
        complete.close();
      }
    } finally {
      naming.writeLock().unlock();
    }
  }
}
