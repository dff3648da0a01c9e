package org.spillway.tracker;

import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceRequest;

/** Hears of the peers of our torrents, for instance to connect to those that lack pieces. */
@FunctionalInterface
public interface PeerListener {
  /** Does nothing. */
  PeerListener NONE = (request, peer) -> {};

  /**
   * A peer of one of our torrents announced itself, for the first time, again, or for the last
   * time. Called on the thread that answers it, from several at a time: must not block.
   *
   * @param peer where it accepts connections
   */
  void announced(AnnounceRequest request, PeerAddress peer);

  /**
   * A peer that is reached over WebRTC alone announced itself; it accepts no other connections.
   * Otherwise as {@link #announced}.
   */
  default void announcedOverWebSocket(AnnounceRequest request) {}
}
