package org.spillway.swarm.peer;

import java.util.Optional;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;

/** A directory of one torrent, which stays open when its last peer leaves. */
final class OneTorrent implements TorrentDirectory {
  private final PeerTorrent torrent;

  /** The time in nanoseconds of the torrent's engine. */
  private long now = Long.MAX_VALUE - 1000;

  private int present;

  OneTorrent(PeerTorrent torrent) {
    this.torrent = torrent;
  }

  EngineContext context() {
    return EmbeddedPeer.context(
        this, EngineSettings.DEFAULT, UploadLimits.NONE, Runnable::run, () -> now);
  }

  void pass(long nanos) {
    now += nanos;
  }

  /** Returns the number of peers that have joined and not left. */
  int present() {
    return present;
  }

  @Override
  public boolean mayOffer(InfoHash swarmHash) {
    return torrent.swarmHashes().contains(swarmHash);
  }

  @Override
  public boolean mayOfferLater() {
    return false;
  }

  @Override
  public SharedSecrets secrets() {
    return new TorrentKeys();
  }

  @Override
  public Optional<? extends PeerTorrent> join(InfoHash swarmHash, PeerConnection peer) {
    present++;
    return Optional.of(torrent);
  }

  @Override
  public void leave(PeerTorrent left, PeerConnection peer) {
    present--;
  }
}
