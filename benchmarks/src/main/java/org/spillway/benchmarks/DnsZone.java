package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What there is to be asked for: torrents whose answers just fit a datagram. */
enum DnsZone {
  UNSIGNED(28),

  /** Fewer pieces, as a signature of 119 bytes comes with them. */
  SIGNED(26);

  private final int pieces;

  DnsZone(int pieces) {
    this.pieces = pieces;
  }

  /** Of each torrent. */
  int pieces() {
    return pieces;
  }

  /** What its servers keep. */
  Path folder(Workplace workplace) throws IOException {
    return workplace.folder(name().toLowerCase(Locale.ROOT));
  }
}
