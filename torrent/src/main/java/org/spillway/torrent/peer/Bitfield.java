package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Says which pieces the sender has, as its first message (BEP 3); the highest bit of the first byte
 * is piece 0. It does not know how many pieces there are: see {@link #isValidFor}.
 */
public final class Bitfield implements PeerMessage {
  static final int ID = 5;

  private final byte[] bytes;

  private Bitfield(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Makes a bitfield.
   *
   * @param has the pieces that the sender has
   * @param pieces how many pieces the torrent has
   * @throws IllegalArgumentException if a bit is set for a piece that does not exist
   */
  public static Bitfield of(BitSet has, int pieces) {
    if (has.length() > pieces) {
      throw new IllegalArgumentException("piece %d of %d".formatted(has.length() - 1, pieces));
    }
    byte[] bytes = new byte[lengthFor(pieces)];
    has.stream().forEach(piece -> bytes[piece >>> 3] |= (byte) mask(piece));
    return new Bitfield(bytes);
  }

  /** Returns the bitfield of a seeder. */
  public static Bitfield complete(int pieces) {
    BitSet all = new BitSet(pieces);
    all.set(0, pieces);
    return of(all, pieces);
  }

  static Bitfield read(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return new Bitfield(bytes);
  }

  /** Returns whether the sender has the piece; false also for a piece beyond the end. */
  public boolean has(int piece) {
    return piece >>> 3 < bytes.length && (bytes[piece >>> 3] & mask(piece)) != 0;
  }

  /**
   * Returns whether the bitfield has the right length for a torrent of this many pieces, and zeros
   * in its spare bits; otherwise a receiver closes the connection (BEP 3).
   */
  public boolean isValidFor(int pieces) {
    if (bytes.length != lengthFor(pieces)) {
      return false;
    }
    int used = pieces & 7;
    return used == 0 || (bytes[bytes.length - 1] & (0xff >>> used)) == 0;
  }

  /** Returns how many bits are set. */
  public int count() {
    int count = 0;
    for (byte b : bytes) {
      count += Integer.bitCount(b & 0xff);
    }
    return count;
  }

  /** Returns a copy, which the caller owns. */
  public BitSet toBitSet() {
    BitSet has = new BitSet(bytes.length * 8);
    for (int piece = 0; piece < bytes.length * 8; piece++) {
      has.set(piece, has(piece));
    }
    return has;
  }

  private static int lengthFor(int pieces) {
    return (pieces + 7) >>> 3;
  }

  private static int mask(int piece) {
    return 0x80 >>> (piece & 7);
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + bytes.length;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, bytes.length);
    out.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitfield that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Bitfield[%d of at most %d pieces]".formatted(count(), bytes.length * 8);
  }
}
