package org.spillway.swarm.download;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Keeps verified pieces. Called on threads that may wait for a disk, by several at a time. */
@FunctionalInterface
public interface PieceSink {
  /**
   * Keeps a piece.
   *
   * @param content the whole piece, of which only the remaining bytes are read
   * @throws IOException if it cannot be kept; the download cannot go on then
   */
  void write(int piece, ByteBuffer content) throws IOException;
}
