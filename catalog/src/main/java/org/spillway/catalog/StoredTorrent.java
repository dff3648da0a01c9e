package org.spillway.catalog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;

/** The result of hashing one version of a file, in the form that is kept on disk. */
final class StoredTorrent {
  private final String path;
  private final String version;
  private final Sha256 sha256;
  private final Metainfo metainfo;

  StoredTorrent(String path, String version, Sha256 sha256, Metainfo metainfo) {
    this.path = path;
    this.version = version;
    this.sha256 = sha256;
    this.metainfo = metainfo;
  }

  static StoredTorrent of(SourceFile file, FileHashes hashes) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    var metainfo = Metainfo.ofFile(name, hashes, TorrentUrls.NONE);
    return new StoredTorrent(file.path(), file.version(), hashes.sha256(), metainfo);
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws IOException if it did not write this; says what is wrong
   */
  static StoredTorrent parse(byte[] bytes) throws IOException {
    if (!(Bencode.decode(bytes) instanceof BencodeDictionary entries)) {
      throw new IOException("a dictionary is expected");
    }
    var path = required(entries, "path").text();
    var version = required(entries, "version").text();
    byte[] sha256 = required(entries, "sha256").toBytes();
    if (sha256.length != Sha256.LENGTH) {
      throw new IOException("sha256: 32 bytes, not " + sha256.length);
    }
    var metainfo = Metainfo.parse(required(entries, "torrent").toBytes());
    return new StoredTorrent(path, version, Sha256.of(sha256), metainfo);
  }

  private static BencodeString required(BencodeDictionary entries, String key) throws IOException {
    return entries
        .get(key, BencodeString.class)
        .orElseThrow(() -> new IOException(key + ": a string is expected"));
  }

  byte[] toBytes() {
    return BencodeDictionary.builder()
        .put("path", path)
        .put("sha256", sha256.toBytes())
        .put("torrent", metainfo.toBytes())
        .put("version", version)
        .build()
        .encode();
  }

  String path() {
    return path;
  }

  String version() {
    return version;
  }

  Sha256 sha256() {
    return sha256;
  }

  /** Returns the same result for a later version of the file. */
  StoredTorrent withVersion(String version) {
    return new StoredTorrent(path, version, sha256, metainfo);
  }

  /** Returns the metainfo without URLs, which can change while the hashed content does not. */
  Metainfo metainfo() {
    return metainfo;
  }

  boolean isOf(SourceFile file, TorrentFormat format) {
    return path.equals(file.path())
        && version.equals(file.version())
        && metainfo.info().format() == format;
  }

  Optional<PieceLayer> pieceLayer() {
    InfoDictionary info = metainfo.info();
    return info.files().get(0).piecesRoot().flatMap(metainfo::pieceLayer);
  }

  /** Returns every hash by which peers may ask for it. */
  List<InfoHash> swarmHashes() {
    return metainfo.info().swarmHashes();
  }
}
