package org.spillway.swarm.download;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.peer.Request;

/**
 * Puts together one piece from blocks of one peer or of several. Guarded by the {@link Download}.
 */
final class OpenPiece {
  private final int piece;
  private final byte[] bytes;
  private final int blocks;
  private final long begun;
  private final int[] requests;
  private final BitSet received = new BitSet();
  private final @Nullable BlockSender[] senders;

  /** The peers that work on this piece. */
  private final Set<BlockSender> workers = new LinkedHashSet<>();

  private int unrequested;
  private int arrived;

  /**
   * Makes an empty piece.
   *
   * @param bytes the memory for the piece, as long as it is
   * @param now the time, in nanoseconds
   */
  OpenPiece(int piece, byte[] bytes, long now) {
    this.piece = piece;
    this.begun = now;
    this.bytes = bytes;
    this.blocks = (bytes.length + Request.BLOCK_LENGTH - 1) / Request.BLOCK_LENGTH;
    this.requests = new int[blocks];
    this.senders = new BlockSender[blocks];
    this.unrequested = blocks;
  }

  int piece() {
    return piece;
  }

  /** Returns when the piece was begun, in nanoseconds. */
  long begun() {
    return begun;
  }

  byte[] bytes() {
    return bytes;
  }

  Set<BlockSender> workers() {
    return workers;
  }

  boolean hasUnrequested() {
    return unrequested > 0;
  }

  boolean isComplete() {
    return arrived == blocks;
  }

  Request request(int block) {
    int begin = block * Request.BLOCK_LENGTH;
    return new Request(piece, begin, Math.min(Request.BLOCK_LENGTH, bytes.length - begin));
  }

  /**
   * Returns a block to ask for, and counts the request; −1 if there is none.
   *
   * @param most the most peers that are asked for the same block
   * @param asked the blocks that the peer has been asked for
   */
  int next(int most, BitSet asked) {
    int best = find(most, asked);
    if (best >= 0) {
      count(best, 1);
    }
    return best;
  }

  /** Returns whether {@link #next} would find a block. */
  boolean canAsk(int most, BitSet asked) {
    return find(most, asked) >= 0;
  }

  private int find(int most, BitSet asked) {
    int best = -1;
    for (int block = received.nextClearBit(0); block < blocks; block = after(block)) {
      boolean mayAsk = requests[block] < most && !asked.get(block);
      if (mayAsk && (best < 0 || requests[block] < requests[best])) {
        best = block;
        if (requests[block] == 0) {
          return block;
        }
      }
    }
    return best;
  }

  private int after(int block) {
    return received.nextClearBit(block + 1);
  }

  private void count(int block, int difference) {
    boolean before = requests[block] == 0;
    requests[block] += difference;
    boolean now = requests[block] == 0;
    if (before != now && !received.get(block)) {
      unrequested += now ? 1 : -1;
    }
  }

  /** Takes a request back, whether it was answered or not. */
  void release(int block) {
    count(block, -1);
  }

  /**
   * Returns the number of the block.
   *
   * @return −1 if the piece has no such block
   */
  int indexOf(int begin, int length) {
    int block = begin / Request.BLOCK_LENGTH;
    boolean exists =
        begin % Request.BLOCK_LENGTH == 0 && block < blocks && request(block).length() == length;
    return exists ? block : -1;
  }

  /** Adds a block that was asked for. Returns false if it is there already. */
  boolean add(int block, ByteBuffer content, BlockSender sender) {
    if (received.get(block)) {
      return false;
    }
    content.get(bytes, block * Request.BLOCK_LENGTH, content.remaining());
    if (requests[block] == 0) {
      unrequested--;
    }
    received.set(block);
    arrived++;
    senders[block] = sender;
    return true;
  }

  /** Returns the peer that sent a block; null if it has not arrived. */
  @Nullable BlockSender sender(int block) {
    return senders[block];
  }

  /** Returns the peers that sent its blocks. */
  Set<BlockSender> senders() {
    Set<BlockSender> all = new LinkedHashSet<>();
    for (BlockSender sender : senders) {
      if (sender != null) {
        all.add(sender);
      }
    }
    return all;
  }

  int blocks() {
    return blocks;
  }

  boolean has(int block) {
    return received.get(block);
  }
}
