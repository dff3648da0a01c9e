package org.spillway.tracker;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** A peer of one swarm that is reached through its WebSocket. Of its {@link WebRtcSwarm}. */
final class WebRtcPeer {
  final InfoHash infoHash;
  final PeerId id;
  final PeerSocket socket;
  final long host;
  boolean seeder;

  /**
   * Whether others hear of it. One that is beyond a limit has its own offers passed on, no more.
   */
  boolean listed;

  /** Where it stands in the list of its kind. */
  int index;

  long announced;

  WebRtcPeer(InfoHash infoHash, PeerId id, PeerSocket socket) {
    this.infoHash = infoHash;
    this.id = id;
    this.socket = socket;
    this.host = socket.host();
  }
}
