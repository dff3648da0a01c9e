package org.spillway.torrent;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: of a whole file, or the root of a file's merkle tree (BEP 52). */
public final class Sha256 {
  /** The length of a digest, in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the digest of these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static Sha256 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
    }
    return new Sha256(bytes.clone());
  }

  /**
   * Reads a digest from a text.
   *
   * @throws IllegalArgumentException if the text is not 64 hex digits
   */
  public static Sha256 parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** Computes the digest of {@code content}. */
  public static Sha256 digest(byte[] content) {
    return new Sha256(Digests.sha256().digest(content));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
