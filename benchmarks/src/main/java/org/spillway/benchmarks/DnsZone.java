package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A zone of torrents whose answers just fit a datagram. */
enum DnsZone {
  UNSIGNED(28),

  /** The torrents have fewer pieces, because a signature of 119 bytes is added. */
  SIGNED(26);

  private final int pieces;

  DnsZone(int pieces) {
    this.pieces = pieces;
  }

  /** Returns the number of pieces of each torrent. */
  int pieces() {
    return pieces;
  }

  /** Returns the folder for the state of the zone's servers. */
  Path folder(Workplace workplace) throws IOException {
    return workplace.folder(name().toLowerCase(Locale.ROOT));
  }
}
