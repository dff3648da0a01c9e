package org.spillway.torrent;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes for tests. */
final class Content {
  private Content() {}

  /** The content of the torrents in {@code src/test/resources/torrents}; see the README there. */
  static byte[] of(int length, int seed) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 7 + i / 251 * 13 + seed);
    }
    return content;
  }

  static FileHashes hashes(TorrentFormat format, int pieceLength, byte[] content) {
    var hasher = new FileHasher(format, pieceLength);
    hasher.update(content, 0, content.length);
    return hasher.finish();
  }

  static Metainfo metainfo(TorrentFormat format, int pieceLength, byte[] content) {
    return Metainfo.ofFile("a.bin", hashes(format, pieceLength, content), TorrentUrls.NONE);
  }

  /** The bytes of a .torrent that another program made. */
  static byte[] torrent(String name) {
    try (var in = requireNonNull(Content.class.getResourceAsStream("/torrents/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
