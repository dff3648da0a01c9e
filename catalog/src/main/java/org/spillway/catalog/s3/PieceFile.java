package org.spillway.catalog.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A piece on disk: the CRC-32C of each block, four bytes each, and then the blocks. So a part can
 * be read and checked without the other parts.
 */
final class PieceFile {
  /** The length of a block in bytes, as peers ask for it (BEP 3). */
  private static final int BLOCK = 16 * 1024;

  /**
   * The size of one write, in bytes: for every thread, Java keeps a buffer of that size outside the
   * heap.
   */
  private static final int PORTION = 128 * 1024;

  private PieceFile() {}

  /** Returns the size of the file, in bytes. */
  static int size(int pieceLength) {
    return Integer.BYTES * blocks(pieceLength) + pieceLength;
  }

  private static int blocks(int length) {
    return (length + BLOCK - 1) / BLOCK;
  }

  static void write(Path file, byte[] piece) throws IOException {
    var sums = ByteBuffer.allocate(Integer.BYTES * blocks(piece.length));
    for (int start = 0; start < piece.length; start += BLOCK) {
      sums.putInt(sum(piece, start, Math.min(BLOCK, piece.length - start)));
    }
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, sums.flip());
      for (int start = 0; start < piece.length; start += PORTION) {
        writeAll(channel, ByteBuffer.wrap(piece, start, Math.min(PORTION, piece.length - start)));
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static int sum(byte[] bytes, int start, int length) {
    var crc = new CRC32C();
    crc.update(bytes, start, length);
    return (int) crc.getValue();
  }

  /**
   * Fills the buffer's remaining room.
   *
   * @param begin the offset within the piece, in bytes
   * @return whether that part is undamaged; if it is damaged, the buffer does not change
   */
  static boolean read(Path file, int pieceLength, int begin, ByteBuffer target) throws IOException {
    int first = begin / BLOCK;
    int count = blocks(begin + target.remaining()) - first;
    int start = first * BLOCK;
    int length = Math.min(pieceLength - start, count * BLOCK);
    var sums = ByteBuffer.allocate(Integer.BYTES * count);
    byte[] blocks = new byte[length];
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != size(pieceLength)) {
        return false;
      }
      fill(channel, sums, (long) Integer.BYTES * first);
      fill(channel, ByteBuffer.wrap(blocks), size(pieceLength) - pieceLength + (long) start);
    }
    if (!matches(sums.flip(), blocks)) {
      return false;
    }
    target.put(blocks, begin - start, target.remaining());
    return true;
  }

  private static void fill(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new EOFException("cut off while it was read");
      }
      at += count;
    }
  }

  private static boolean matches(ByteBuffer sums, byte[] blocks) {
    for (int start = 0; start < blocks.length; start += BLOCK) {
      if (sums.getInt() != sum(blocks, start, Math.min(BLOCK, blocks.length - start))) {
        return false;
      }
    }
    return true;
  }
}
