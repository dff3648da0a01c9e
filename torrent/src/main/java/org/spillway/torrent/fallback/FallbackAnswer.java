package org.spillway.torrent.fallback;

import java.util.List;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.bencode.BencodeString;

/** The content of the records at a fallback name. */
public sealed interface FallbackAnswer {
  /**
   * The records hold a .torrent, which is not parsed yet; its checksum was compared if the form has
   * one.
   */
  record Torrent(BencodeString content) implements FallbackAnswer {
    public Torrent(byte[] content) {
      this(BencodeString.of(content));
    }
  }

  /** The records hold a link, because the torrent is too large for DNS. */
  record Magnet(MagnetLink link) implements FallbackAnswer {}

  /**
   * The torrent's records stand at the names below. Ask for those from 1 to {@link #parts}; {@link
   * FallbackRecords#join} makes the torrent of what they hold.
   *
   * @param sets one set, or several that stand beside each other while a file changes
   */
  record Split(List<SplitSet> sets) implements FallbackAnswer {
    public Split {
      if (sets.isEmpty()) {
        throw new IllegalArgumentException("a split torrent has a set of records");
      }
      sets = List.copyOf(sets);
    }

    public int parts() {
      return sets.stream().mapToInt(SplitSet::parts).max().orElseThrow();
    }
  }
}
