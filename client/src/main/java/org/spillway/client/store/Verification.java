package org.spillway.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.spillway.torrent.FilePart;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;

/** Finds out which pieces on the disk are right, by several threads. */
final class Verification {
  private final InfoDictionary info;
  private final PieceHashes hashes;
  private final DiskFiles disk;
  private final PieceAccess access;

  Verification(InfoDictionary info, PieceHashes hashes, DiskFiles disk, OpenFiles open) {
    this.info = info;
    this.hashes = hashes;
    this.disk = disk;
    this.access = new PieceAccess(info, disk, open);
  }

  /**
   * Looks at every piece that lies within the files as they are now.
   *
   * @param right takes each right piece; it is called by one thread at a time
   */
  void run(IntConsumer right) throws IOException, InterruptedException {
    long[] sizes = sizes();
    Workers.run(
        info.pieceCount(),
        piece -> {
          if (isThere(piece, sizes) && access.matches(piece, hashes.digest(piece))) {
            synchronized (right) {
              right.accept(piece);
            }
          }
          return true;
        });
  }

  /**
   * Reads some pieces that lie within the files, and passes on those that are right.
   *
   * @param right takes each right piece; several threads call it
   */
  void read(IntPredicate wanted, PieceTaker right) throws IOException, InterruptedException {
    long[] sizes = sizes();
    Workers.run(
        info.pieceCount(),
        piece -> {
          if (wanted.test(piece) && isThere(piece, sizes)) {
            byte[] content = new byte[info.pieceSize(piece)];
            access.read(piece, 0, ByteBuffer.wrap(content));
            if (hashes.verify(piece, content)) {
              right.take(piece, content);
            }
          }
          return true;
        });
  }

  /** Takes pieces that are right. */
  @FunctionalInterface
  interface PieceTaker {
    void take(int piece, byte[] content) throws IOException;
  }

  private long[] sizes() throws IOException {
    long[] sizes = new long[disk.count()];
    for (int file = 0; file < sizes.length; file++) {
      sizes[file] = disk.isOnDisk(file) ? disk.size(file) : disk.file(file).length();
    }
    return sizes;
  }

  private boolean isThere(int piece, long[] sizes) {
    for (FilePart part : info.parts(piece)) {
      if (part.offset() + part.length() > sizes[part.file()]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether every piece is right, of files that have their lengths. */
  boolean isComplete() throws IOException, InterruptedException {
    var right = new AtomicInteger();
    Workers.run(
        info.pieceCount(),
        piece -> {
          boolean matches = access.matches(piece, hashes.digest(piece));
          right.addAndGet(matches ? 1 : 0);
          return matches;
        });
    return right.get() == info.pieceCount();
  }
}
