package org.spillway.torrent.fallback;

import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.bencode.BencodeString;

/** What the records at a fallback name hold. */
public sealed interface FallbackAnswer {
  /** A .torrent, its checksum compared where the form has one; not parsed yet. */
  record Torrent(BencodeString content) implements FallbackAnswer {
    public Torrent(byte[] content) {
      this(BencodeString.of(content));
    }
  }

  /** A link, when the torrent is too large for DNS. */
  record Magnet(MagnetLink link) implements FallbackAnswer {}
}
