package org.spillway.swarm.torrents;

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
    /** Takes the layers of all files that are longer than a piece; they have been proved. */
    void accept(List<PieceLayer> layers);

    /** Returns whether the layers are still needed. */
    boolean isNeeded();
  }

  public PieceLayerTorrent(InfoDictionary info, LayerReceiver receiver) {
    super(info.swarmHashes());
    this.info = info;
    this.receiver = receiver;
  }

  public InfoDictionary info() {
    return info;
  }

  public LayerReceiver receiver() {
    return receiver;
  }

  @Override
  public boolean isPrivate() {
    return info.isPrivate();
  }

  @Override
  public long reserved() {
    return Handshake.V2;
  }
}
