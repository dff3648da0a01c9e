package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The 20 bytes by which a peer calls itself in handshakes and announces (BEP 3, BEP 20). */
public final class PeerId {
  /** The length of an id, in bytes. */
  public static final int LENGTH = 20;

  /** The client code and the version in the style of BEP 20. */
  private static final byte[] PREFIX = "-SW0100-".getBytes(US_ASCII);

  private final byte[] bytes;

  private PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the id of these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static PeerId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
    }
    return new PeerId(bytes.clone());
  }

  /** Reads {@value #LENGTH} bytes at the buffer's position and moves it on. */
  public static PeerId read(ByteBuffer buffer) {
    byte[] bytes = new byte[LENGTH];
    buffer.get(bytes);
    return new PeerId(bytes);
  }

  /** Makes a new id of ours: {@code -SW0100-} and twelve random bytes. */
  public static PeerId random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    System.arraycopy(PREFIX, 0, bytes, 0, PREFIX.length);
    return new PeerId(bytes);
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Puts {@value #LENGTH} bytes at the buffer's position. */
  public void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns 40 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
