package org.spillway.tracker;

import java.net.InetAddress;
import org.spillway.torrent.announce.AnnounceRequest;

/** Hears of the peers of our torrents, for instance to connect to those that lack pieces. */
@FunctionalInterface
public interface PeerListener {
  /** Does nothing. */
  PeerListener NONE = (request, source) -> {};

  /**
   * A peer of one of our torrents announced itself, for the first time, again, or for the last
   * time. Called on the thread that answers it, from several at a time: must not block.
   *
   * @param source the peer's address
   */
  void announced(AnnounceRequest request, InetAddress source);

  /**
   * A peer that is reached over WebRTC alone announced itself; it accepts no other connections.
   * Otherwise as {@link #announced}.
   */
  default void announcedOverWebSocket(AnnounceRequest request) {}
}
