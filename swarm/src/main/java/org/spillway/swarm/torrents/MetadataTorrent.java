package org.spillway.swarm.torrents;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.Handshake;

/**
 * A torrent of which only the hash is known, as a magnet link names it: peers are asked for its
 * info dictionary (BEP 9). Safe for use by many threads.
 */
public final class MetadataTorrent extends PeerTorrent {
  private final boolean v2Only;
  private final MetadataReceiver receiver;
  private final MetadataTurns turns = new MetadataTurns();

  /** Takes the info dictionary. Called on event loops. */
  public interface MetadataReceiver {
    /**
     * Takes the bytes that a peer sent.
     *
     * @return false if they are not those of the info dictionary
     */
    boolean accept(byte[] infoDictionary);

    /** Returns whether the info dictionary is still needed. */
    boolean isNeeded();

    /** Returns the length of the longest info dictionary that is accepted, in bytes. */
    int mostBytes();
  }

  /**
   * Makes a torrent.
   *
   * @param v2Only whether the hash is a v2 infohash (BEP 52)
   */
  public MetadataTorrent(InfoHash swarmHash, boolean v2Only, MetadataReceiver receiver) {
    super(List.of(swarmHash));
    this.v2Only = v2Only;
    this.receiver = receiver;
  }

  public MetadataReceiver receiver() {
    return receiver;
  }

  /** Returns who may be asked at the moment. */
  public MetadataTurns turns() {
    return turns;
  }

  @Override
  public long reserved() {
    return Handshake.FAST | Handshake.EXTENSIONS | (v2Only ? Handshake.V2 : 0);
  }
}
