package org.spillway.swarm.peer;

import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.peer.Handshake;

/**
 * A v2 torrent of one file that came without its piece layer: peers are asked for it (BEP 52). Safe
 * for use by many threads.
 */
public final class PieceLayerTorrent extends PeerTorrent {
  private final InfoDictionary info;
  private final LayerReceiver receiver;

  /** Takes the piece layer. Called on event loops. */
  public interface LayerReceiver {
    /** Takes the layer, which has been proved. */
    void accept(PieceLayer layer);

    /** Returns whether the layer is still needed. */
    boolean isNeeded();
  }

  public PieceLayerTorrent(InfoDictionary info, LayerReceiver receiver) {
    super(info.swarmHashes());
    this.info = info;
    this.receiver = receiver;
  }

  InfoDictionary info() {
    return info;
  }

  LayerReceiver receiver() {
    return receiver;
  }

  @Override
  long reserved() {
    return Handshake.V2;
  }

  @Override
  Session open(PeerContext peer, Handshake theirs) {
    return new PieceLayerSession(peer, this);
  }
}
