package org.spillway.torrent;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The SHA-1 of a bencoded info dictionary: the 20 bytes that name a torrent (BEP 3). */
public final class InfoHash implements Comparable<InfoHash> {
  /** The length of an infohash, in bytes. */
  public static final int LENGTH = 20;

  /** The bytes as numbers, which take half the memory of an array: millions can be known. */
  private final long first;

  private final long second;
  private final int last;

  private InfoHash(ByteBuffer bytes) {
    this.first = bytes.getLong();
    this.second = bytes.getLong();
    this.last = bytes.getInt();
  }

  /**
   * Returns the infohash of these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static InfoHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an infohash has 20 bytes, not " + bytes.length);
    }
    return new InfoHash(ByteBuffer.wrap(bytes));
  }

  /** Reads {@value #LENGTH} bytes at the buffer's position and moves it on. */
  public static InfoHash read(ByteBuffer buffer) {
    return new InfoHash(buffer);
  }

  /**
   * Reads an infohash from a text.
   *
   * @param hex 40 hex digits in either case
   * @throws IllegalArgumentException if the text is not 40 hex digits
   */
  public static InfoHash parse(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new IllegalArgumentException("an infohash has 40 hex digits, not " + hex.length());
    }
    return of(HexFormat.of().parseHex(hex));
  }

  /** Returns the infohash of an info dictionary in its bencoded form. */
  public static InfoHash ofInfo(byte[] infoDictionary) {
    return of(Digests.sha1().digest(infoDictionary));
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    writeTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Puts {@value #LENGTH} bytes at the buffer's position. */
  public void writeTo(ByteBuffer buffer) {
    buffer.putLong(first).putLong(second).putInt(last);
  }

  @Override
  public int compareTo(InfoHash other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    return order == 0 ? Integer.compareUnsigned(last, other.last) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoHash that
        && first == that.first
        && second == that.second
        && last == that.last;
  }

  /** Returns the first four bytes: a digest is spread evenly already. */
  @Override
  public int hashCode() {
    return (int) (first >>> Integer.SIZE);
  }

  /** Returns 40 lower-case hex digits. */
  @Override
  public String toString() {
    var hex = HexFormat.of();
    return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(last);
  }
}
