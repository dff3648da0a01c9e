package org.spillway.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.swarm.peer.PieceSource;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.peer.HashRange;

/**
 * Reads the pieces that a download has kept, for other peers. Each was verified before it was
 * written. Safe for use by many threads.
 *
 * @param part the file; the download closes it
 * @param hashes the hashes, which other peers may ask for
 */
record PartPieces(PartialFile part, PieceHashes hashes) implements PieceSource {
  @Override
  public Reader reader() {
    return new Reader() {
      @Override
      public void read(ByteBuffer target, long offset) throws IOException {
        part.read(offset, target);
      }

      @Override
      public void verify() {}
    };
  }

  @Override
  public Optional<ByteBuffer> hashes(HashRange range) {
    return hashes.layer().flatMap(layer -> PieceSource.hashesOf(layer, range));
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void close() {}
}
