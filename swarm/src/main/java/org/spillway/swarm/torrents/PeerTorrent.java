package org.spillway.swarm.torrents;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.admission.TorrentPlaces;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.Handshake;

/**
 * One torrent as its connections see it, with those that have entered. Safe for use by many
 * threads.
 */
public abstract sealed class PeerTorrent permits SharedTorrent, MetadataTorrent, PieceLayerTorrent {
  private final List<InfoHash> swarmHashes;

  /** Guarded by itself, as {@code left} is. */
  private final Set<PeerConnection> peers = new HashSet<>();

  private boolean left;

  private final TorrentPlaces places = new TorrentPlaces();

  public PeerTorrent(List<InfoHash> swarmHashes) {
    this.swarmHashes = List.copyOf(swarmHashes);
  }

  /** Returns every hash by which peers know the torrent; a hybrid has two. */
  public List<InfoHash> swarmHashes() {
    return swarmHashes;
  }

  /** Returns the places of the peers whose handshakes have arrived. */
  public TorrentPlaces places() {
    return places;
  }

  /** Returns the reserved bits of our handshakes. */
  public abstract long reserved();

  /** Returns whether peers may come from the tracker only (BEP 27), as far as that is known. */
  public boolean isPrivate() {
    return false;
  }

  /** Returns the hash to answer a peer's handshake with. */
  public InfoHash hashToAnswer(Handshake theirs) {
    return theirs.infoHash();
  }

  /** Adds a peer; returns false if the last peer has left and the torrent was closed with it. */
  public boolean enter(PeerConnection peer) {
    synchronized (peers) {
      return !left && peers.add(peer);
    }
  }

  /** Removes a peer; returns true if it was the last one, and the caller must close the torrent. */
  public boolean leave(PeerConnection peer) {
    synchronized (peers) {
      boolean last = peers.remove(peer) && peers.isEmpty();
      left |= last;
      return last;
    }
  }

  /** Ends the connections of all peers that have entered. Returns at once. */
  public void closePeers() {
    List<PeerConnection> all;
    synchronized (peers) {
      all = List.copyOf(peers);
    }
    all.forEach(PeerConnection::close);
  }

  /** Closes what the torrent has open. */
  public void close() {}
}
