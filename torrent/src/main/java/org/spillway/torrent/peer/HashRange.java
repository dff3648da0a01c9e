package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Names the part of a merkle tree that a hash message is about (BEP 52). */
public final class HashRange {
  /** The length of one hash, and so of a pieces root, in bytes. */
  public static final int HASH_LENGTH = 32;

  /** The length on the wire, in bytes. */
  static final int LENGTH = HASH_LENGTH + 4 * Integer.BYTES;

  private final byte[] piecesRoot;
  private final int baseLayer;
  private final int index;
  private final int length;
  private final int proofLayers;

  private HashRange(byte[] piecesRoot, int baseLayer, int index, int length, int proofLayers) {
    Payload.notNegative("hash range: base layer", baseLayer);
    Payload.notNegative("hash range: index", index);
    Payload.notNegative("hash range: length", length);
    Payload.notNegative("hash range: proof layers", proofLayers);
    this.piecesRoot = piecesRoot;
    this.baseLayer = baseLayer;
    this.index = index;
    this.length = length;
    this.proofLayers = proofLayers;
  }

  /**
   * Makes a range.
   *
   * @param piecesRoot the root of the file's tree, {@value #HASH_LENGTH} bytes
   * @param baseLayer the layer of the hashes, counted up from the leaves, which are layer 0
   * @param index the first hash within the base layer
   * @param length the number of hashes of the base layer
   * @param proofLayers how many layers of uncle hashes to send, counted from the base layer
   */
  public static HashRange of(
      byte[] piecesRoot, int baseLayer, int index, int length, int proofLayers) {
    if (piecesRoot.length != HASH_LENGTH) {
      throw new IllegalArgumentException("a pieces root has 32 bytes, not " + piecesRoot.length);
    }
    return new HashRange(piecesRoot.clone(), baseLayer, index, length, proofLayers);
  }

  static HashRange read(ByteBuffer payload) {
    byte[] root = new byte[HASH_LENGTH];
    payload.get(root);
    return new HashRange(
        root, payload.getInt(), payload.getInt(), payload.getInt(), payload.getInt());
  }

  public byte[] piecesRoot() {
    return piecesRoot.clone();
  }

  public int baseLayer() {
    return baseLayer;
  }

  public int index() {
    return index;
  }

  public int length() {
    return length;
  }

  public int proofLayers() {
    return proofLayers;
  }

  /**
   * Returns whether the hashes are the leaves of one subtree: their number is a power of two and at
   * least two, and they begin at a multiple of it. BEP 52 demands this of requests; others must be
   * rejected.
   */
  public boolean isSubtree() {
    return length >= 2 && Integer.bitCount(length) == 1 && index % length == 0;
  }

  void writeTo(ByteBuffer out) {
    out.put(piecesRoot).putInt(baseLayer).putInt(index).putInt(length).putInt(proofLayers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashRange that
        && Arrays.equals(piecesRoot, that.piecesRoot)
        && baseLayer == that.baseLayer
        && index == that.index
        && length == that.length
        && proofLayers == that.proofLayers;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(piecesRoot) + baseLayer) + index;
  }

  @Override
  public String toString() {
    return "%s, base layer %d, index %d, length %d, proof layers %d"
        .formatted(HexFormat.of().formatHex(piecesRoot), baseLayer, index, length, proofLayers);
  }
}
