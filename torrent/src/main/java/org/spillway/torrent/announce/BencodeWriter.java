package org.spillway.torrent.announce;

import java.util.Arrays;

/**
 * Writes bencode straight into an array, for the answers that a tracker gives thousands of times a
 * second. The caller must put the keys in order.
 */
final class BencodeWriter {
  private final byte[] bytes;
  private int position;

  /**
   * Makes a writer.
   *
   * @param capacity at least the number of bytes that will be written
   */
  BencodeWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Writes ASCII unchanged: keys, and the letters around numbers. */
  BencodeWriter raw(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      bytes[position++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /**
   * Writes a number.
   *
   * @param value 0 or more
   */
  BencodeWriter digits(long value) {
    int end = position + digitCount(value);
    position = end;
    long rest = value;
    do {
      bytes[--end] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  private static int digitCount(long value) {
    int count = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      count++;
    }
    return count;
  }

  BencodeWriter string(byte[] value) {
    digits(value.length).raw(":");
    System.arraycopy(value, 0, bytes, position, value.length);
    position += value.length;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, position);
  }
}
