package org.spillway.seeder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/** Makes one buffer of all blocks that a peer waits for, ready to be sent in one write. */
final class BlockReader {
  private BlockReader() {}

  /** On the wire, in bytes. */
  static int lengthOf(Request request) {
    return Piece.BLOCK_OFFSET + request.length();
  }

  /**
   * Reads from disk.
   *
   * @return {@code Piece} messages, in the order of the requests; the caller releases it
   * @throws IOException if the blocks are no longer those of the torrent, or cannot be read
   */
  static ByteBuf read(SharedContent content, List<Request> requests, ByteBufAllocator allocator)
      throws IOException {
    int length = requests.stream().mapToInt(BlockReader::lengthOf).sum();
    ByteBuf blocks = allocator.directBuffer(length, length);
    try {
      fill(blocks.internalNioBuffer(0, length), content, requests);
      content.verify();
      return blocks.writerIndex(length).retain();
    } finally {
      blocks.release();
    }
  }

  private static void fill(ByteBuffer target, SharedContent content, List<Request> requests)
      throws IOException {
    for (Request request : requests) {
      target.limit(target.position() + lengthOf(request));
      Piece.writeHeader(target, request.piece(), request.begin(), request.length());
      content.read(request, target);
    }
  }
}
