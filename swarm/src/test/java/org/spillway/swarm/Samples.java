package org.spillway.swarm;

import org.spillway.net.IpAddresses;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.TorrentFormat;

/** Hosts and torrents that tests share. */
final class Samples {
  static final int PIECE_LENGTH = 16 * 1024;

  private Samples() {}

  static Host host(String address) {
    return Host.of(IpAddresses.parse(address).orElseThrow());
  }

  /** A different one for each number up to 65,535. */
  static Host host(int number) {
    return new Host(false, 0x0a000000L + number);
  }

  static InfoHash infoHash(int number) {
    return InfoHash.parse("%040x".formatted(number));
  }

  static InfoDictionary info(TorrentFormat format, int pieces) {
    var hasher = new FileHasher(format, PIECE_LENGTH);
    byte[] content = new byte[pieces * PIECE_LENGTH];
    hasher.update(content, 0, content.length);
    return InfoDictionary.ofFile("file", hasher.finish());
  }
}
