package org.spillway.torrent;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Compares one piece, which comes in portions of any size, with its hash. For one thread. */
public abstract sealed class PieceDigest {
  private final int size;
  private long taken;

  private PieceDigest(int size) {
    this.size = size;
  }

  /** Takes the next bytes of the piece. */
  public final void update(byte[] bytes, int offset, int count) {
    taken += count;
    if (taken <= size) {
      add(bytes, offset, count);
    }
  }

  /** Returns whether exactly the piece was taken. Ends the digest, which cannot be used again. */
  public final boolean matches() {
    return taken == size && isExpected();
  }

  abstract void add(byte[] bytes, int offset, int count);

  abstract boolean isExpected();

  /** Compares with a SHA-1 of BEP 3. */
  static final class Sha1 extends PieceDigest {
    private final MessageDigest sha1 = Digests.sha1();
    private final int padding;
    private final byte[] expected;

    /**
     * Begins a piece.
     *
     * @param size the length of the piece, in bytes
     * @param padding how many zeros the hash covers behind the piece
     */
    Sha1(int size, int padding, byte[] expected) {
      super(size);
      this.padding = padding;
      this.expected = expected.clone();
    }

    @Override
    void add(byte[] bytes, int offset, int count) {
      sha1.update(bytes, offset, count);
    }

    @Override
    boolean isExpected() {
      byte[] zeros = new byte[Math.min(padding, MerkleTree.BLOCK)];
      for (int left = padding; left > 0; left -= zeros.length) {
        sha1.update(zeros, 0, Math.min(left, zeros.length));
      }
      return Arrays.equals(sha1.digest(), expected);
    }
  }

  /** Compares with a merkle tree of BEP 52. */
  static final class Merkle extends PieceDigest {
    private final MessageDigest sha256 = Digests.sha256();
    private final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    private final int width;
    private final Sha256 expected;
    private int inBlock;

    /**
     * Begins a piece.
     *
     * @param size the length of the piece, in bytes
     * @param width the number of leaves of the whole tree, a power of two
     * @param expected the root
     */
    Merkle(int size, int width, Sha256 expected) {
      super(size);
      this.width = width;
      this.expected = expected;
    }

    @Override
    void add(byte[] bytes, int offset, int count) {
      int end = offset + count;
      int at = offset;
      while (at < end) {
        int step = Math.min(end - at, MerkleTree.BLOCK - inBlock);
        sha256.update(bytes, at, step);
        at += step;
        inBlock += step;
        if (inBlock == MerkleTree.BLOCK) {
          endBlock();
        }
      }
    }

    private void endBlock() {
      leaves.writeBytes(sha256.digest());
      inBlock = 0;
    }

    @Override
    boolean isExpected() {
      if (inBlock > 0) {
        endBlock();
      }
      return Sha256.of(MerkleTree.rootOfBlocks(leaves.toByteArray(), width)).equals(expected);
    }
  }
}
