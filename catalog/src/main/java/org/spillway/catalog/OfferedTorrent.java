package org.spillway.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.CheckedContent;
import org.spillway.catalog.version.PieceProofs;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;

/** The torrent of one version of a file. Immutable; safe for use by many threads. */
public final class OfferedTorrent {
  private final ContentSource source;
  private final SourceFile file;
  private final TorrentKey key;
  private final StoredTorrent stored;
  private final PublicUrls urls;
  private final PieceProofs proofs;
  private final Metainfo metainfo;
  private final byte[] bytes;
  private final String etag;

  /**
   * @param proofs knows which versions of the file have this content
   */
  OfferedTorrent(
      ContentSource source,
      SourceFile file,
      StoredTorrent stored,
      PublicUrls urls,
      PieceProofs proofs) {
    this.source = source;
    this.file = file;
    this.stored = stored;
    this.urls = urls;
    this.proofs = proofs;
    this.key = new TorrentKey(file.path(), urls.requestHash(file.path()), stored.swarmHashes());
    this.metainfo = stored.metainfo().withUrls(urls.of(file.path(), stored.sha256()));
    this.bytes = metainfo.toBytes();
    this.etag = '"' + Sha256.digest(bytes).toString().substring(0, 32) + '"';
  }

  public TorrentKey key() {
    return key;
  }

  public InfoDictionary info() {
    return metainfo.info();
  }

  /**
   * Returns this torrent with the trackers and web seeds of other URLs: its .torrent and its tag
   * differ, but its infohash is the same. The metainfo is encoded again unless the URLs are those
   * that it has.
   */
  public OfferedTorrent withUrls(PublicUrls urls) {
    return urls.equals(this.urls) ? this : new OfferedTorrent(source, file, stored, urls, proofs);
  }

  /** Returns this torrent for a version of the file that was found to have the same content. */
  OfferedTorrent withFile(SourceFile same) {
    return new OfferedTorrent(source, same, stored.withVersion(same.version()), urls, proofs);
  }

  /** Returns whether it is the torrent of a version of its file. */
  boolean isOf(SourceFile other) {
    return file.path().equals(other.path())
        && (file.version().equals(other.version()) || proofs.trusts(other.version()));
  }

  PieceProofs proofs() {
    return proofs;
  }

  StoredTorrent stored() {
    return stored;
  }

  /** Returns the metainfo, with the trackers and web seeds of this server. */
  public Metainfo metainfo() {
    return metainfo;
  }

  /** Returns the .torrent, ready to be sent; a new view on the same bytes each time. */
  public ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Returns the strong validator of the .torrent itself, in quotes (RFC 9110 §8.8.3). */
  public String etag() {
    return etag;
  }

  /** Returns the SHA-256 of the whole file. */
  public Sha256 sha256() {
    return stored.sha256();
  }

  /**
   * Returns the layer that answers hash requests (BEP 52), or nothing for a v1 torrent and for
   * small files.
   */
  public Optional<PieceLayer> pieceLayer() {
    return stored.pieceLayer();
  }

  /**
   * Opens the file. It can be read only as long as it is offered: once another file has taken its
   * place, or what was read is not in the torrent any more, {@link Content#verify} fails. Each
   * thread takes a {@link Content#reader} of its own.
   *
   * @throws ContentChangedException if it cannot be the one that was hashed any more
   */
  public Content open() throws IOException {
    return CheckedContent.of(source.openVersions(file, false), file, () -> Optional.of(proofs));
  }

  SourceFile file() {
    return file;
  }

  /** Returns how many bytes of memory it takes. */
  int weight() {
    // The bytes are here, and the parsed metainfo holds the pieces or the piece layer once more.
    return 4 * bytes.length + 2048;
  }

  @Override
  public String toString() {
    return key.path() + " " + metainfo;
  }
}
