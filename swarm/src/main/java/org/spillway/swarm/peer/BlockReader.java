package org.spillway.swarm.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;

/** Reads all blocks that a peer waits for into one buffer, which is sent in one write. */
final class BlockReader {
  private BlockReader() {}

  /** Returns the length of the answer on the wire, in bytes. */
  static int lengthOf(Request request) {
    return Piece.BLOCK_OFFSET + request.length();
  }

  /** Returns the length of all answers together, in bytes. */
  static int lengthOf(List<Request> requests) {
    return requests.stream().mapToInt(BlockReader::lengthOf).sum();
  }

  /**
   * Fills the buffer with the blocks. Reads from disk.
   *
   * @param blocks gets the {@code Piece} messages, in the order of the requests, and is ready to be
   *     sent then; it has room
   * @throws IOException if the blocks are no longer those of the torrent, or cannot be read
   */
  static void read(SharedTorrent content, List<Request> requests, ByteBuffer blocks)
      throws IOException {
    var reader = content.reader();
    fill(blocks, content, requests, reader);
    reader.verify();
    blocks.flip();
  }

  private static void fill(
      ByteBuffer target, SharedTorrent content, List<Request> requests, PieceSource.Reader reader)
      throws IOException {
    for (Request request : requests) {
      target.limit(target.position() + lengthOf(request));
      Piece.writeHeader(target, request.piece(), request.begin(), request.length());
      content.read(request, target, reader);
    }
  }
}
