package org.spillway.seeder;

import io.netty.channel.Channel;
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
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.InfoHash;

/**
 * The torrents that have peers now: each is open once. Safe for use by many threads.
 *
 * <p>Peers of a torrent that is no longer offered lose their connection.
 */
final class ActiveTorrents implements CatalogListener {
  private final Catalog catalog;
  private final UploadPolicy policy;
  private final UploadLimits limits;

  /** By the hash that {@code InfoDictionary.swarmHash} gives. */
  private final Map<InfoHash, SharedContent> open = new ConcurrentHashMap<>();

  ActiveTorrents(Catalog catalog, UploadPolicy policy, UploadLimits limits) {
    this.catalog = catalog;
    this.policy = policy;
    this.limits = limits;
  }

  int size() {
    return open.size();
  }

  /** Does not look at the file; {@link #join} does. */
  boolean mayOffer(InfoHash swarmHash) {
    return catalog.mayOffer(swarmHash);
  }

  /** Whether a torrent that is not offered may be so in a moment: the catalog has just started. */
  boolean mayOfferLater() {
    return !catalog.isSettled();
  }

  /** Every hash of the torrent that peers call by this one; none if it is not offered. */
  List<InfoHash> namesOf(InfoHash swarmHash) {
    return catalog.swarmHashesOf(swarmHash);
  }

  /**
   * Reads from disk. Who joined must {@link #leave}.
   *
   * @return absent if the torrent is not offered
   */
  Optional<SharedContent> join(InfoHash swarmHash, Channel peer) throws IOException {
    var torrent = catalog.byInfoHash(swarmHash);
    if (torrent.isEmpty()) {
      return Optional.empty();
    }
    var shared = enter(torrent.get(), peer);
    // A withdrawal between the look-up and the entry did not see this peer.
    if (!catalog.offers(swarmHash)) {
      leave(shared, peer);
      return Optional.empty();
    }
    return Optional.of(shared);
  }

  private SharedContent enter(OfferedTorrent torrent, Channel peer) throws IOException {
    InfoHash key = torrent.info().swarmHash();
    var known = open.get(key);
    if (known != null && known.isCurrent() && known.enter(peer)) {
      return known;
    }
    var fresh = SharedContent.open(torrent, policy, limits);
    fresh.enter(peer);
    var entered = open.compute(key, (k, now) -> newerThan(known, now, peer) ? now : fresh);
    if (entered != fresh) {
      fresh.close();
    } else if (known != null) {
      known.closePeers();
    }
    return entered;
  }

  /** Whether another peer was faster to open the torrent, so that this one could join it there. */
  private static boolean newerThan(
      @Nullable SharedContent known, @Nullable SharedContent now, Channel peer) {
    return now != null && now != known && now.enter(peer);
  }

  void leave(SharedContent shared, Channel peer) {
    if (shared.leave(peer)) {
      open.remove(shared.info().swarmHash(), shared);
      shared.close();
    }
  }

  @Override
  public void withdrawn(TorrentKey key) {
    key.swarmHashes().forEach(this::closeUnlessOffered);
  }

  /** A newer version of a path's file replaces the older one without a withdrawal. */
  @Override
  public void offered(OfferedTorrent torrent) {
    String path = torrent.key().path();
    open.forEach(
        (hash, shared) -> {
          if (shared.path().equals(path)) {
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
