package org.spillway.seeder;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.swarm.Leecher;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;

/**
 * Keeps the torrents that have peers now; each is open once. Safe for use by many threads.
 *
 * <p>When a torrent is no longer offered, its peers lose their connections.
 */
final class ActiveTorrents implements CatalogListener, TorrentDirectory {
  private final Catalog catalog;
  private final UploadPolicy policy;
  private final UploadLimits limits;

  /** The key is what {@code InfoDictionary.swarmHash} gives. */
  private final Map<InfoHash, SharedTorrent> open = new ConcurrentHashMap<>();

  private final TorrentKeys secrets = new TorrentKeys();

  ActiveTorrents(Catalog catalog, UploadPolicy policy, UploadLimits limits) {
    this.catalog = catalog;
    this.policy = policy;
    this.limits = limits;
  }

  int size() {
    return open.size();
  }

  @Override
  public boolean mayOffer(InfoHash swarmHash) {
    return catalog.mayOffer(swarmHash);
  }

  /** Returns whether the catalog has just started and still looks for its files. */
  @Override
  public boolean mayOfferLater() {
    return !catalog.isSettled();
  }

  /**
   * Returns every hash by which peers know the torrent that has this one; the list is empty if the
   * torrent is not offered.
   */
  List<InfoHash> namesOf(InfoHash swarmHash) {
    return catalog.swarmHashesOf(swarmHash);
  }

  @Override
  public Optional<SharedTorrent> join(InfoHash swarmHash, PeerConnection peer) throws IOException {
    var torrent = catalog.byInfoHash(swarmHash);
    if (torrent.isEmpty()) {
      return Optional.empty();
    }
    var shared = enter(torrent.get(), peer);
    // If the torrent was withdrawn between the look-up and the entry, the withdrawal missed this
    // peer.
    if (!catalog.offers(swarmHash)) {
      leave(shared, peer);
      return Optional.empty();
    }
    return Optional.of(shared);
  }

  private SharedTorrent enter(OfferedTorrent torrent, PeerConnection peer) throws IOException {
    InfoHash key = torrent.info().swarmHash();
    var known = open.get(key);
    if (known != null && known.isCurrent() && known.enter(peer)) {
      return known;
    }
    var fresh = open(torrent);
    fresh.enter(peer);
    var entered = open.compute(key, (k, now) -> newerThan(known, now, peer) ? now : fresh);
    if (entered != fresh) {
      fresh.close();
    } else if (known != null) {
      known.closePeers();
    }
    return entered;
  }

  private SharedTorrent open(OfferedTorrent torrent) throws IOException {
    var pieces = CatalogPieces.open(torrent);
    var distribution = policy.of(torrent.info());
    return new SharedTorrent(
        torrent.key().path(),
        torrent.info(),
        pieces,
        host -> Leecher.join(distribution, host),
        RateLimiter.of(limits.perTorrent(), limits.rate(), System::nanoTime),
        peer -> PeerUsage.of(catalog.usage(), torrent.key().path(), peer),
        null);
  }

  /**
   * Returns whether another peer was faster to open the torrent, so that this one could join it
   * there.
   */
  private static boolean newerThan(
      @Nullable SharedTorrent known, @Nullable SharedTorrent now, PeerConnection peer) {
    return now != null && now != known && now.enter(peer);
  }

  @Override
  public void leave(PeerTorrent torrent, PeerConnection peer) {
    if (torrent instanceof SharedTorrent shared && shared.leave(peer)) {
      open.remove(shared.info().swarmHash(), shared);
      shared.close();
    }
  }

  @Override
  public SharedSecrets secrets() {
    return secrets;
  }

  @Override
  public void withdrawn(TorrentKey key) {
    key.swarmHashes().stream().filter(hash -> !catalog.offers(hash)).forEach(secrets::remove);
    key.swarmHashes().forEach(this::closeUnlessOffered);
  }

  /** Closes the older version: a newer one of the same path replaces it without a withdrawal. */
  @Override
  public void offered(OfferedTorrent torrent) {
    torrent.info().swarmHashes().forEach(secrets::add);
    String path = torrent.key().path();
    open.forEach(
        (hash, shared) -> {
          if (shared.name().equals(path)) {
            closeUnlessOffered(hash);
          }
        });
  }

  private void closeUnlessOffered(InfoHash hash) {
    var shared = open.get(hash);
    if (shared != null && !catalog.offers(hash)) {
      shared.closePeers();
    }
  }
}
