package org.spillway.tracker;

import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/**
 * A peer of one swarm that is reached through its WebSocket. It belongs to its {@link WebRtcSwarm}.
 */
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

  /** Others hear of the peer. If the peer is beyond a limit, only its own offers are passed on. */
  boolean listed;

  /** The position in the list of its kind. */
  int index;

  long announced;

  WebRtcPeer(InfoHash infoHash, PeerId id, Socket socket) {
    this.infoHash = infoHash;
    this.id = id;
    this.socket = socket;
    this.host = socket.host();
  }
}
