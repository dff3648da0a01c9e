package org.spillway.client;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.torrent.InfoHash;

/** Knows one torrent, as far as it is known at the moment. Safe for use by many threads. */
final class CurrentTorrent implements TorrentDirectory {
  private final InfoHash swarmHash;
  private final TorrentKeys secrets = new TorrentKeys();
  private @Nullable PeerTorrent current;

  CurrentTorrent(InfoHash swarmHash) {
    this.swarmHash = swarmHash;
    secrets.add(swarmHash);
  }

  /** Takes another torrent in place of the one before, whose peers lose their connections. */
  void set(@Nullable PeerTorrent next) {
    PeerTorrent former;
    synchronized (this) {
      former = current;
      current = next;
    }
    if (next != null) {
      next.swarmHashes().forEach(secrets::add);
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
  public SharedSecrets secrets() {
    return secrets;
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
