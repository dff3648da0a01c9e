package org.spillway.swarm.discovery;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Hears of peers of torrents that are announced or searched for. Called by several threads; its
 * methods must return at once.
 */
public interface DiscoveryListener {
  /** Ignores what is found. */
  DiscoveryListener NONE = new DiscoveryListener() {};

  /**
   * Hears of peers that nodes of the DHT have named. Anybody can invent them; but none of them is
   * further inside than the DHT itself.
   */
  default void foundInDht(InfoHash infoHash, List<PeerAddress> peers) {}

  /** Hears of a peer that has announced itself in a network of this machine. */
  default void foundNearby(InfoHash infoHash, PeerAddress peer) {}
}
