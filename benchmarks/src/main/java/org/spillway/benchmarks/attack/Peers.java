package org.spillway.benchmarks.attack;

import java.util.SplittableRandom;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;

/** What all peers say first. */
final class Peers {
  private Peers() {}

  /**
   * @param number decides the peer id
   */
  static Handshake handshake(InfoDictionary info, int number) {
    long reserved = Handshake.FAST | Handshake.EXTENSIONS;
    return new Handshake(
        reserved, info.swarmHash(), PeerId.random(new SplittableRandom(1_000 + number)));
  }
}
