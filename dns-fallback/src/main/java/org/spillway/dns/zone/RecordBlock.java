package org.spillway.dns.zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link RecordLog}. Its bytes are on the heap while it is written, and are read
 * through a mapping afterwards. Only bytes that are in the file are mapped, because the system ends
 * a process that reads other bytes of a mapping: those after the end of a file, and those of a hole
 * in a file on a full tmpfs. A block has one writer, and any number of readers.
 */
final class RecordBlock {
  /** The length of the longest block, in bytes. */
  static final int SIZE = 256 * 1024;

  /** A marker that is neither a character of a TXT record nor the length of an empty string. */
  private static final byte UNREAD = (byte) 0xFF;

  /** An object that all blocks of one file share; null for a block that belongs to no file. */
  private final @Nullable Object file;

  private final int from;
  private volatile ByteBuffer bytes;

  private RecordBlock(@Nullable Object file, int from, ByteBuffer bytes) {
    this.file = file;
    this.from = from;
    this.bytes = bytes;
  }

  /** Makes a block that belongs to no file. */
  static RecordBlock onHeap(ByteBuffer bytes) {
    return new RecordBlock(null, 0, bytes);
  }

  /**
   * Makes a block of a file.
   *
   * @param file an object that all blocks of this file share, and no others
   * @param from the position of its first byte in the file
   * @param bytes an array that holds the bytes of the file, or receives them by {@link #put}
   */
  static RecordBlock of(Object file, int from, ByteBuffer bytes) {
    return new RecordBlock(file, from, bytes);
  }

  /** Returns whether a block has room for bytes at a position in the file. */
  boolean hasRoom(int at, int length) {
    return at - from + length <= bytes.capacity();
  }

  /** Puts a whole buffer at a position in the file that nobody reads yet. */
  void put(int at, ByteBuffer source) {
    bytes.put(at - from, source, 0, source.capacity());
  }

  /**
   * Ends the writing: the bytes are read from the file from now on.
   *
   * @param end the position behind the last byte in the file
   * @throws IOException if the file does not hold the bytes; they stay on the heap then
   */
  void settle(FileChannel channel, int end) throws IOException {
    if (end == from) {
      return;
    }
    if (channel.size() < end) {
      // Mapping it would add a hole to the file.
      throw new IOException("another program has cut it short");
    }
    bytes = channel.map(MapMode.READ_ONLY, from, end - from);
  }

  /**
   * Copies records.
   *
   * @param at their position in the file
   * @throws UncheckedIOException if the file does not hold them any more. The JVM may throw an
   *     {@link InternalError} as well, a little later
   */
  void copyTo(int at, byte[] target, int offset, int length) {
    if (length > 0 && !copies(at, target, offset, length)) {
      throw new UncheckedIOException(
          new IOException("the file of the records was cut short, or cannot be read"));
    }
  }

  private boolean copies(int at, byte[] target, int offset, int length) {
    int last = offset + length - 1;
    target[last] = UNREAD;
    try {
      bytes.get(at - from, target, offset, length);
    } catch (InternalError e) {
      return false;
    }
    // The error may come too late to keep wrong bytes from being sent.
    return target[last] != UNREAD;
  }

  /** Returns whether both are parts of the same file. */
  @SuppressWarnings("ReferenceEquality") // A file is opened once.
  boolean isBeside(RecordBlock other) {
    return other == this || (file != null && other.file == file);
  }
}
