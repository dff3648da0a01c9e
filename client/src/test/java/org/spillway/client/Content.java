package org.spillway.client;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

/** A file in memory and its torrent; the same for the same arguments. */
final class Content {
  static final int PIECE = 32 * 1024;

  private final byte[] bytes;
  private final Metainfo metainfo;

  private Content(byte[] bytes, Metainfo metainfo) {
    this.bytes = bytes;
    this.metainfo = metainfo;
  }

  static Content of(TorrentFormat format, int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    var hasher = new FileHasher(format, PIECE);
    hasher.update(bytes, 0, length);
    return new Content(bytes, Metainfo.ofFile("file.bin", hasher.finish(), TorrentUrls.NONE));
  }

  Content withUrls(List<String> trackers, List<String> webSeeds) {
    var tiers = trackers.stream().map(List::of).toList();
    return new Content(bytes, metainfo.withUrls(new TorrentUrls(tiers, webSeeds)));
  }

  Content withoutPieceLayers() {
    return new Content(bytes, metainfo.withoutPieceLayers());
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  Metainfo metainfo() {
    return metainfo;
  }

  byte[] slice(int start, int length) {
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  byte[] piece(int piece) {
    return slice(piece * PIECE, metainfo.info().pieceSize(piece));
  }
}
