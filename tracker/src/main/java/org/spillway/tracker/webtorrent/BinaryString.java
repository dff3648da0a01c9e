package org.spillway.tracker.webtorrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** Bytes as WebTorrent writes them in JSON: one character of U+0000 to U+00FF for each. */
final class BinaryString {
  private static final int LENGTH = 20;
  private static final char LARGEST = 0xff;

  private BinaryString() {}

  static InfoHash infoHash(String text) throws MalformedWebTorrentException {
    return InfoHash.of(require("info_hash", text).getBytes(ISO_8859_1));
  }

  static PeerId peerId(String name, String text) throws MalformedWebTorrentException {
    return PeerId.of(require(name, text).getBytes(ISO_8859_1));
  }

  static String of(InfoHash infoHash) {
    return new String(infoHash.toBytes(), ISO_8859_1);
  }

  static String of(PeerId peerId) {
    return new String(peerId.toBytes(), ISO_8859_1);
  }

  /** Returns the text if it stands for 20 bytes. */
  static String require(String name, String text) throws MalformedWebTorrentException {
    if (text.length() != LENGTH || text.chars().anyMatch(c -> c > LARGEST)) {
      throw new MalformedWebTorrentException(
          name + ": 20 characters up to U+00FF are expected, one for each byte");
    }
    return text;
  }
}
