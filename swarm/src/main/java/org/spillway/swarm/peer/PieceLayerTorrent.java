package org.spillway.swarm.peer;

import java.util.List;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.peer.Handshake;

/**
 * A v2 torrent that came without its piece layers: peers are asked for them (BEP 52). Safe for use
 * by many threads.
 */
public final class PieceLayerTorrent extends PeerTorrent {
  private final InfoDictionary info;
  private final LayerReceiver receiver;

  /** Takes the piece layers. Called on event loops. */
  public interface LayerReceiver {
    /** Takes the layers of all files that have one, which have been proved. */
    void accept(List<PieceLayer> layers);

    /** Returns whether the layers are still needed. */
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
}
