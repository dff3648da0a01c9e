package org.spillway.tracker;

import java.net.InetAddress;
import org.spillway.torrent.announce.AnnounceRequest;

/** Hears of the peers of our torrents, for example to connect to those that lack pieces. */
@FunctionalInterface
public interface PeerListener {
  /** A listener that does nothing. */
  PeerListener NONE = (request, source) -> {};

  /**
   * Hears that a peer of one of our torrents announced itself, for the first time, again, or for
   * the last time. Called on the threads that answer, on several at a time; must not block.
   *
   * @param source the address of the peer
   */
  void announced(AnnounceRequest request, InetAddress source);

  /**
   * Hears that a peer announced itself that is only reached over WebRTC and accepts no other
   * connections. Everything else is as for {@link #announced}.
   */
  default void announcedOverWebSocket(AnnounceRequest request) {}
}
