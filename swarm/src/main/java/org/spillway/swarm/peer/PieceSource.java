package org.spillway.swarm.peer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.peer.HashRange;

/**
 * The content of one torrent, from which peers get blocks. Safe for use by many threads; whatever
 * reads from disk runs on a disk thread.
 */
public interface PieceSource extends Closeable {
  /** Returns a reader for one thread; it ends with this source and need not be closed. */
  Reader reader();

  /**
   * Returns the answer to a hash request (BEP 52); it is empty if the request cannot or must not be
   * answered.
   */
  Optional<ByteBuffer> hashes(HashRange range);

  /** Returns the answer to a hash request from a piece layer; it is empty as {@link #hashes} is. */
  static Optional<ByteBuffer> hashesOf(PieceLayer layer, HashRange range) {
    return Arrays.equals(layer.root().toBytes(), range.piecesRoot())
        ? layer
            .tree()
            .hashes(range.baseLayer(), range.index(), range.length(), range.proofLayers())
            .map(ByteBuffer::wrap)
        : Optional.empty();
  }

  /** Returns whether this source still has the bytes of its torrent. Reads from disk. */
  boolean isCurrent();

  /** Reads bytes, which may be sent only after {@link #verify} has proved them. */
  interface Reader {
    /**
     * Fills the buffer's remaining room, as far as the content reaches.
     *
     * @param offset the position in the content, in bytes; pieces follow each other in it
     */
    void read(ByteBuffer target, long offset) throws IOException;

    /**
     * Makes sure that everything read since the last success belongs to the torrent. The buffers
     * that were read into must be as they were left.
     *
     * @throws IOException if it does not; what was read since the last success is void
     */
    void verify() throws IOException;
  }
}
