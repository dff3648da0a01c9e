package org.spillway.client;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;
import org.spillway.swarm.peer.PeerConnection;
import org.spillway.swarm.peer.PeerTorrent;
import org.spillway.swarm.peer.TorrentDirectory;
import org.spillway.torrent.InfoHash;

/** Knows one torrent, as far as it is known at the moment. Safe for use by many threads. */
final class CurrentTorrent implements TorrentDirectory {
  private final InfoHash swarmHash;
  private @Nullable PeerTorrent current;

  CurrentTorrent(InfoHash swarmHash) {
    this.swarmHash = swarmHash;
  }

  /** Takes another torrent in place of the one before, whose peers lose their connections. */
  void set(@Nullable PeerTorrent next) {
    PeerTorrent former;
    synchronized (this) {
      former = current;
      current = next;
    }
    if (next != null) {
      // We are in the swarm ourselves, so that the torrent stays open when the last peer leaves.
      next.enter(new PeerConnection(Host.of(InetAddress.getLoopbackAddress()), () -> {}, 0));
    }
    if (former != null) {
      former.closePeers();
    }
  }

  private synchronized Optional<PeerTorrent> find(InfoHash hash) {
    return Optional.ofNullable(current)
        .filter(torrent -> hash.equals(swarmHash) || torrent.swarmHashes().contains(hash));
  }

  @Override
  public boolean mayOffer(InfoHash hash) {
    return find(hash).isPresent();
  }

  /** Returns false: a peer that comes too early is told so, and comes again. */
  @Override
  public boolean mayOfferLater() {
    return false;
  }

  @Override
  public Optional<? extends PeerTorrent> join(InfoHash hash, PeerConnection peer) {
    return find(hash).filter(torrent -> torrent.enter(peer));
  }

  @Override
  public void leave(PeerTorrent torrent, PeerConnection peer) {
    torrent.leave(peer);
  }
}
