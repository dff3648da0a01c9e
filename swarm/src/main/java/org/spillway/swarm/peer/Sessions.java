package org.spillway.swarm.peer;

import org.spillway.torrent.peer.Handshake;

/** Begins sessions as the kinds of torrents need them. */
final class Sessions {
  private Sessions() {}

  /**
   * Begins to talk to a peer.
   *
   * @param theirs the handshake of the peer
   */
  static Session open(PeerContext peer, PeerTorrent torrent, Handshake theirs) {
    if (torrent instanceof SharedTorrent shared) {
      return new PeerSession(peer, shared, theirs);
    }
    if (torrent instanceof MetadataTorrent unknown) {
      return new MetadataSession(peer, unknown, theirs);
    }
    return new PieceLayerSession(peer, (PieceLayerTorrent) torrent);
  }
}
