package org.spillway.seeder;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.swarm.discovery.Discovery;
import org.spillway.swarm.discovery.DiscoveryListener;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Announces all that a catalog offers in the DHT and in the networks of this machine, except
 * private torrents. Safe for use by many threads.
 */
final class FoundByAll implements CatalogListener {
  private final Catalog catalog;
  private final Discovery discovery;

  /** The hashes that are announced of each path: a newer torrent comes without a withdrawal. */
  private final Map<String, List<InfoHash>> byPath = new ConcurrentHashMap<>();

  private FoundByAll(Catalog catalog, Discovery discovery) {
    this.catalog = catalog;
    this.discovery = discovery;
  }

  /**
   * Makes the listener of a catalog.
   *
   * @param dialler dials a peer that has announced itself nearby: it may have begun later, and has
   *     not heard of us then. Peers that the DHT names are not dialled, because anybody can invent
   *     them, and they find us
   */
  static FoundByAll start(
      Catalog catalog, Discovery discovery, BiConsumer<InfoHash, PeerAddress> dialler) {
    discovery.listen(
        new DiscoveryListener() {
          @Override
          public void foundNearby(InfoHash infoHash, PeerAddress peer) {
            dialler.accept(infoHash, peer);
          }
        });
    return new FoundByAll(catalog, discovery);
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    var hashes = torrent.info().isPrivate() ? List.<InfoHash>of() : torrent.info().swarmHashes();
    var before = byPath.put(torrent.key().path(), hashes);
    hashes.forEach(discovery::announce);
    if (before != null) {
      before.forEach(this::withdrawUnlessOffered);
    }
  }

  @Override
  public void withdrawn(TorrentKey key) {
    byPath.remove(key.path());
    key.swarmHashes().forEach(this::withdrawUnlessOffered);
  }

  private void withdrawUnlessOffered(InfoHash infoHash) {
    if (catalog.offers(infoHash)) {
      return;
    }
    discovery.withdraw(infoHash);
    // Another path may have offered it meanwhile.
    if (catalog.offers(infoHash)) {
      discovery.announce(infoHash);
    }
  }
}
