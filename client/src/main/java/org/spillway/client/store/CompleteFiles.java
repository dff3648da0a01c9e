package org.spillway.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;

/**
 * Reads the pieces of a download that is complete and has its final name. Safe for use by many
 * threads, which wait for the disk.
 */
public final class CompleteFiles implements AutoCloseable {
  private final OpenFiles open;
  private final PieceAccess access;

  private CompleteFiles(OpenFiles open, PieceAccess access) {
    this.open = open;
    this.access = access;
  }

  /** Opens the content at its target; the files are opened as they are read. */
  public static CompleteFiles of(Path target, InfoDictionary info) {
    var disk = disk(target, info);
    var open = new OpenFiles(disk::open, CompleteFiles::refuse);
    return new CompleteFiles(open, new PieceAccess(info, disk, open));
  }

  /** Returns the files at a target that exists. */
  static DiskFiles disk(Path target, InfoDictionary info) {
    if (info.isSingleFile()) {
      return new DiskFiles(target, info.files(), file -> List.of());
    }
    var paths = FilePaths.of(info.files(), NameRules.at(target), PartFolder.LOCK);
    return new DiskFiles(target, info.files(), paths::path);
  }

  /**
   * Finds the pieces that are right.
   *
   * @param right takes each of them, in no particular order; it is called by one thread at a time
   * @throws StorageException if something cannot be read, or if a folder is where the torrent has a
   *     file
   */
  public static void verify(Path target, InfoDictionary info, PieceHashes hashes, IntConsumer right)
      throws StorageException, InterruptedException {
    try {
      var disk = disk(target.toRealPath(), info);
      try (var open = new OpenFiles(disk::openToRead, disk::openToRead)) {
        new Verification(info, hashes, disk, open).run(right);
      }
    } catch (IOException e) {
      throw StorageException.of(target, e);
    }
  }

  private static FileChannel refuse(int file) {
    throw new UnsupportedOperationException("file " + file + " is complete");
  }

  /**
   * Reads a block of a piece, and fills the target up.
   *
   * @param begin offset of the block within the piece, in bytes
   */
  public void read(int piece, int begin, ByteBuffer block) throws StorageException {
    access.read(piece, begin, block);
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
