package org.spillway.torrent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-1 of a bencoded info dictionary: the 20 bytes that name a torrent (BEP 3). */
public final class InfoHash implements Comparable<InfoHash> {
  /** The length of an infohash, in bytes. */
  public static final int LENGTH = 20;

  private final byte[] bytes;

  private InfoHash(byte[] bytes) {
    this.bytes = bytes;
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
    return new InfoHash(bytes.clone());
  }

  /** Reads {@value #LENGTH} bytes at the buffer's position and moves it on. */
  public static InfoHash read(ByteBuffer buffer) {
    byte[] bytes = new byte[LENGTH];
    buffer.get(bytes);
    return new InfoHash(bytes);
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
    return new InfoHash(HexFormat.of().parseHex(hex));
  }

  /** Returns the infohash of an info dictionary in its bencoded form. */
  public static InfoHash ofInfo(byte[] infoDictionary) {
    return new InfoHash(Digests.sha1().digest(infoDictionary));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Puts {@value #LENGTH} bytes at the buffer's position. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  @Override
  public int compareTo(InfoHash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoHash that && Arrays.equals(bytes, that.bytes);
  }

  /** Returns the first four bytes: a digest is spread evenly already. */
  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Returns 40 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
