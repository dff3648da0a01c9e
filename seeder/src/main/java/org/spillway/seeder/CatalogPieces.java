package org.spillway.seeder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.swarm.peer.PieceSource;
import org.spillway.torrent.peer.HashRange;

/** Reads the pieces of a torrent from the file that the catalog offers. */
final class CatalogPieces implements PieceSource {
  private final OfferedTorrent torrent;
  private final Content content;

  private CatalogPieces(OfferedTorrent torrent, Content content) {
    this.torrent = torrent;
    this.content = content;
  }

  /** Opens the torrent's file. Reads from disk. */
  static CatalogPieces open(OfferedTorrent torrent) throws IOException {
    return new CatalogPieces(torrent, torrent.open());
  }

  @Override
  public Reader reader() {
    var reader = content.reader();
    return new Reader() {
      @Override
      public void read(ByteBuffer target, long offset) throws IOException {
        reader.read(target, offset);
      }

      @Override
      public void verify() throws IOException {
        reader.verify();
      }
    };
  }

  @Override
  public Optional<ByteBuffer> hashes(HashRange range) {
    return torrent.pieceLayer().flatMap(layer -> PieceSource.hashesOf(layer, range));
  }

  @Override
  public boolean isCurrent() {
    try {
      content.reader().verify();
      return true;
    } catch (ContentChangedException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
