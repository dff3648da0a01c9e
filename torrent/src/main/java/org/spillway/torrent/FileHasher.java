package org.spillway.torrent;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file's bytes in order, in portions of any size, and computes the v1 pieces and the v2
 * merkle tree, as the format demands, and the SHA-256 of the whole. For one thread.
 */
public final class FileHasher {
  private final TorrentFormat format;
  private final int pieceLength;
  private final MessageDigest whole = Digests.sha256();
  private final @Nullable RunHasher v1;
  private final @Nullable RunHasher blocks;
  private final ByteArrayOutputStream pieceLayer = new ByteArrayOutputStream();
  private long length;

  /**
   * Begins a file.
   *
   * @param format the hashes to compute
   * @param pieceLength the length of a piece in bytes; with v2 a power of two from 16 KiB up
   */
  public FileHasher(TorrentFormat format, int pieceLength) {
    if (pieceLength <= 0 || (format.hasV2() && !PieceLength.isValidV2(pieceLength))) {
      throw new IllegalArgumentException(
          "pieceLength must be greater than 0, and a power of two from 16 KiB up with v2, was "
              + pieceLength);
    }
    this.format = format;
    this.pieceLength = pieceLength;
    this.v1 = format.hasV1() ? new RunHasher(Digests.sha1(), pieceLength) : null;
    this.blocks = format.hasV2() ? new RunHasher(Digests.sha256(), MerkleTree.BLOCK) : null;
  }

  /** Returns how many bytes were taken so far. */
  public long length() {
    return length;
  }

  public void update(byte[] bytes, int offset, int count) {
    whole.update(bytes, offset, count);
    if (v1 != null) {
      v1.update(bytes, offset, count);
    }
    if (blocks != null) {
      updateBlocks(blocks, bytes, offset, count);
    }
    length += count;
  }

  private void updateBlocks(RunHasher hasher, byte[] bytes, int offset, int count) {
    long position = length;
    int at = offset;
    int end = offset + count;
    while (at < end) {
      int step = (int) Math.min(end - at, pieceLength - position % pieceLength);
      hasher.update(bytes, at, step);
      at += step;
      position += step;
      if (position % pieceLength == 0) {
        pieceLayer.writeBytes(
            MerkleTree.rootOfBlocks(hasher.take(), pieceLength / MerkleTree.BLOCK));
      }
    }
  }

  /** Ends the file; the hasher cannot be used again. */
  public FileHashes finish() {
    var sha256 = Sha256.of(whole.digest());
    byte[] v1Pieces = v1 == null ? new byte[0] : v1.finish();
    if (blocks == null || length == 0) {
      return new FileHashes(format, length, pieceLength, sha256, v1Pieces, null, null);
    }
    byte[] rest = blocks.finish();
    if (length <= pieceLength) {
      return new FileHashes(
          format, length, pieceLength, sha256, v1Pieces, rootOfOnePiece(rest), null);
    }
    if (rest.length > 0) {
      pieceLayer.writeBytes(MerkleTree.rootOfBlocks(rest, pieceLength / MerkleTree.BLOCK));
    }
    var layer = new PieceLayer(pieceLayer.toByteArray(), pieceLength);
    return new FileHashes(format, length, pieceLength, sha256, v1Pieces, layer.root(), layer);
  }

  private Sha256 rootOfOnePiece(byte[] rest) {
    if (rest.length == 0) {
      return Sha256.of(pieceLayer.toByteArray());
    }
    int width = MerkleTree.powerOfTwoFrom(rest.length / Sha256.LENGTH);
    return Sha256.of(MerkleTree.rootOfBlocks(rest, width));
  }

  /** Computes the digests of equally long runs of bytes, one after the other. */
  private static final class RunHasher {
    private final MessageDigest digest;
    private final int runLength;
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private int inRun;

    RunHasher(MessageDigest digest, int runLength) {
      this.digest = digest;
      this.runLength = runLength;
    }

    void update(byte[] bytes, int offset, int count) {
      int at = offset;
      int end = offset + count;
      while (at < end) {
        int step = Math.min(end - at, runLength - inRun);
        digest.update(bytes, at, step);
        at += step;
        inRun += step;
        if (inRun == runLength) {
          endRun();
        }
      }
    }

    private void endRun() {
      digests.writeBytes(digest.digest());
      inRun = 0;
    }

    byte[] take() {
      byte[] taken = digests.toByteArray();
      digests.reset();
      return taken;
    }

    byte[] finish() {
      if (inRun > 0) {
        endRun();
      }
      return take();
    }
  }
}
