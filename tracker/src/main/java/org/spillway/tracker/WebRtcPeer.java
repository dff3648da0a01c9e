package org.spillway.tracker;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** A peer of one swarm that is reached through its WebSocket. Of its {@link WebRtcSwarm}. */
final class WebRtcPeer {
  /** The WebSocket of a peer, as its swarms see it. Safe for use by many threads. */
  interface Socket {
    /** Returns a number that is equal for all addresses that one host may choose from. */
    long host();

    /** Sends a message, now or when the socket has taken those before it. */
    void send(byte[] message);

    /** Notes that an offer was passed on to this peer, which may answer it once. */
    void addTicket(long ticket);

    /** Notes that a peer of this socket has left its swarm. */
    void remove(WebRtcPeer peer);
  }

  final InfoHash infoHash;
  final PeerId id;
  final Socket socket;
  final long host;
  boolean seeder;

  /**
   * Whether others hear of it. One that is beyond a limit has its own offers passed on, no more.
   */
  boolean listed;

  /** Where it stands in the list of its kind. */
  int index;

  long announced;

  WebRtcPeer(InfoHash infoHash, PeerId id, Socket socket) {
    this.infoHash = infoHash;
    this.id = id;
    this.socket = socket;
    this.host = socket.host();
  }
}
