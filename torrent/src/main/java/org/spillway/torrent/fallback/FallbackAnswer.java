package org.spillway.torrent.fallback;

import java.util.List;
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

  /**
   * Word that the torrent's records stand at the names below: those from 1 to {@link #parts} are to
   * be asked for, and {@link FallbackRecords#join} makes the torrent of what they hold.
   *
   * @param sets one, or several as they stand beside each other while a file changes
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
