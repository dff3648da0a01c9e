package org.spillway.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.spillway.torrent.FilePart;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceDigest;

/**
 * Reads and writes pieces, each of which may span several files. Padding is not on the disk and
 * consists of zeros (BEP 47). Safe for use by many threads.
 */
final class PieceAccess {
  /**
   * The most bytes to read or write at a time: the JDK copies them to memory outside the heap, and
   * keeps so much of it for each thread.
   */
  private static final int SLICE = 128 * 1024;

  private final InfoDictionary info;
  private final DiskFiles disk;
  private final OpenFiles open;

  PieceAccess(InfoDictionary info, DiskFiles disk, OpenFiles open) {
    this.info = info;
    this.disk = disk;
    this.open = open;
  }

  /** Writes a piece. The position of the content does not change. */
  void write(int piece, ByteBuffer content) throws StorageException {
    int at = content.position();
    for (FilePart part : info.parts(piece)) {
      if (disk.isOnDisk(part.file())) {
        var bytes = content.slice(at, part.length());
        work(part, () -> open.write(part.file(), to -> write(to, part.offset(), bytes)));
      }
      at += part.length();
    }
  }

  private static void write(FileChannel channel, long offset, ByteBuffer bytes) throws IOException {
    int length = bytes.limit();
    while (bytes.position() < length) {
      bytes.limit(Math.min(length, bytes.position() + SLICE));
      channel.write(bytes, offset + bytes.position());
    }
  }

  /**
   * Reads a part of a piece, and fills the target up.
   *
   * @param begin offset within the piece, in bytes
   */
  void read(int piece, int begin, ByteBuffer target) throws StorageException {
    int before = 0;
    for (FilePart part : info.parts(piece)) {
      int skip = Math.max(0, begin - before);
      int length = Math.min(part.length() - skip, target.remaining());
      if (length > 0) {
        read(part, skip, target.slice(target.position(), length));
        target.position(target.position() + length);
      }
      before += part.length();
    }
  }

  /** Returns whether the piece is right as it is on the disk. */
  boolean matches(int piece, PieceDigest digest) throws StorageException {
    byte[] chunk = new byte[Math.min(SLICE, info.pieceSize(piece))];
    for (FilePart part : info.parts(piece)) {
      for (int at = 0; at < part.length(); at += chunk.length) {
        int length = Math.min(chunk.length, part.length() - at);
        read(part, at, ByteBuffer.wrap(chunk, 0, length).slice());
        digest.update(chunk, 0, length);
      }
    }
    return digest.matches();
  }

  private void read(FilePart part, int skip, ByteBuffer bytes) throws StorageException {
    if (disk.isOnDisk(part.file())) {
      work(part, () -> open.read(part.file(), from -> read(from, part.offset() + skip, bytes)));
    } else {
      bytes.put(new byte[bytes.remaining()]);
    }
  }

  private static void read(FileChannel channel, long offset, ByteBuffer bytes) throws IOException {
    int length = bytes.limit();
    while (bytes.position() < length) {
      bytes.limit(Math.min(length, bytes.position() + SLICE));
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new IOException(
            "ends at byte %d; something else has cut it".formatted(channel.size()));
      }
    }
  }

  /** Something that may fail. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void work(FilePart part, Step step) throws StorageException {
    try {
      step.run();
    } catch (IOException e) {
      throw StorageException.of(disk.path(part.file()), e);
    }
  }
}
