package org.spillway.swarm.lsd;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Hears of peers in the same network. */
@FunctionalInterface
public interface LsdListener {
  /** Hears of a peer of a torrent that is announced here, too. */
  void foundPeer(InfoHash infoHash, PeerAddress peer);
}
