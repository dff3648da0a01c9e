package org.spillway.tracker;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Hears of leechers, for instance to connect to those that cannot be connected to by others. */
@FunctionalInterface
public interface PeerListener {
  /** Does nothing. */
  PeerListener NONE = (infoHash, leecher) -> {};

  /**
   * A leecher of one of our torrents announced itself, for the first time or again. Called on the
   * thread that answers it, from several at a time: must not block.
   */
  void leecherAnnounced(InfoHash infoHash, PeerAddress leecher);
}
