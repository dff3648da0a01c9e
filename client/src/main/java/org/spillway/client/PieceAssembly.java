package org.spillway.client;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.spillway.torrent.peer.Request;

/** Puts together a piece that one peer sends block by block. Not thread-safe. */
final class PieceAssembly {
  private final int piece;
  private final byte[] bytes;
  private final BitSet requested = new BitSet();
  private final BitSet received = new BitSet();

  /**
   * @param size the size of the piece, in bytes
   */
  PieceAssembly(int piece, int size) {
    this.piece = piece;
    this.bytes = new byte[size];
  }

  private int blocks() {
    return (bytes.length + Request.BLOCK_LENGTH - 1) / Request.BLOCK_LENGTH;
  }

  private Request request(int block) {
    int begin = block * Request.BLOCK_LENGTH;
    return new Request(piece, begin, Math.min(Request.BLOCK_LENGTH, bytes.length - begin));
  }

  /**
   * Returns the next block to ask for, which counts as asked for from now on, or empty if all
   * blocks have been asked for.
   */
  Optional<Request> next() {
    int block = requested.nextClearBit(0);
    if (block >= blocks()) {
      return Optional.empty();
    }
    requested.set(block);
    return Optional.of(request(block));
  }

  /** Returns the blocks that were asked for and have not arrived yet. */
  List<Request> outstanding() {
    var waiting = (BitSet) requested.clone();
    waiting.andNot(received);
    return waiting.stream().mapToObj(this::request).toList();
  }

  /** Forgets the requests that were not answered, so that their blocks can be asked for again. */
  void forgetRequests() {
    requested.and(received);
  }

  /** Adds a block. Returns whether it was asked for and is new. */
  boolean add(int begin, ByteBuffer block) {
    int index = begin / Request.BLOCK_LENGTH;
    boolean expected =
        begin % Request.BLOCK_LENGTH == 0
            && index < blocks()
            && requested.get(index)
            && !received.get(index)
            && block.remaining() == request(index).length();
    if (expected) {
      received.set(index);
      block.get(bytes, begin, block.remaining());
    }
    return expected;
  }

  boolean isComplete() {
    return received.cardinality() == blocks();
  }

  /** Returns the array itself; the assembly must not be used afterwards. */
  byte[] bytes() {
    return bytes;
  }
}
