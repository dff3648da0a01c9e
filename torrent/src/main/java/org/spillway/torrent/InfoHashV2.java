package org.spillway.torrent;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a bencoded info dictionary: the 32 bytes that name a v2 torrent (BEP 52). */
public final class InfoHashV2 implements Comparable<InfoHashV2> {
  /** The length of an infohash, in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private InfoHashV2(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the infohash of these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static InfoHashV2 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a v2 infohash has 32 bytes, not " + bytes.length);
    }
    return new InfoHashV2(bytes.clone());
  }

  /** Reads {@value #LENGTH} bytes at the buffer's position and moves it on. */
  public static InfoHashV2 read(ByteBuffer buffer) {
    byte[] bytes = new byte[LENGTH];
    buffer.get(bytes);
    return new InfoHashV2(bytes);
  }

  /**
   * Reads an infohash from a text.
   *
   * @param hex 64 hex digits in either case
   * @throws IllegalArgumentException if the text is not 64 hex digits
   */
  public static InfoHashV2 parse(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new IllegalArgumentException("a v2 infohash has 64 hex digits, not " + hex.length());
    }
    return new InfoHashV2(HexFormat.of().parseHex(hex));
  }

  /** Returns the infohash of an info dictionary in its bencoded form. */
  public static InfoHashV2 ofInfo(byte[] infoDictionary) {
    return new InfoHashV2(Digests.sha256().digest(infoDictionary));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Puts {@value #LENGTH} bytes at the buffer's position. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  /**
   * Returns the first 20 bytes, which stand for the hash in handshakes, announces and scrapes (BEP
   * 52).
   */
  public InfoHash truncated() {
    return InfoHash.of(Arrays.copyOf(bytes, InfoHash.LENGTH));
  }

  @Override
  public int compareTo(InfoHashV2 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoHashV2 that && Arrays.equals(bytes, that.bytes);
  }

  /** Returns the first four bytes: a digest is spread evenly already. */
  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  /** Returns 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
