package org.spillway.webapp;

import static java.lang.System.Logger.Level.INFO;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.net.sockets.EventLoops;
import org.spillway.seeder.Seeder;
import org.spillway.swarm.announce.AddressRule;
import org.spillway.swarm.announce.AskTimes;
import org.spillway.swarm.announce.SeedingPeer;
import org.spillway.swarm.announce.TorrentAnnouncements;
import org.spillway.swarm.announce.TrackerClient;
import org.spillway.torrent.InfoHash;

/**
 * Announces all that the catalog offers to trackers that are not this server's, and lets the seeder
 * dial the peers that they name. Safe for use by many threads.
 */
final class OfferAnnouncements implements CatalogListener, AutoCloseable {
  private static final System.Logger log = System.getLogger(OfferAnnouncements.class.getName());

  private final Catalog catalog;
  private final EventLoops loops;
  private final TrackerHttp http;
  private final TrackerClient client;
  private final TorrentAnnouncements announcements;

  /** The hashes that are announced of each path: a newer torrent comes without a withdrawal. */
  private final Map<String, List<InfoHash>> byPath = new ConcurrentHashMap<>();

  private OfferAnnouncements(
      Catalog catalog, Seeder seeder, List<String> trackers, Predicate<InetAddress> mayBeDialled) {
    this.catalog = catalog;
    this.loops = EventLoops.best("announce", 1);
    this.http = new TrackerHttp();
    this.client = TrackerClient.start(loops, http, AddressRule.ANY, AskTimes.DEFAULT);
    this.announcements =
        TorrentAnnouncements.start(
            client,
            trackers,
            new SeedingPeer(seeder.peerId(), seeder.port(), new SecureRandom().nextInt()),
            (infoHash, peers) ->
                peers.stream()
                    .filter(peer -> mayBeDialled.test(peer.address()))
                    .forEach(peer -> seeder.meet(infoHash, peer)));
  }

  /**
   * Begins to listen to a catalog, which must not have been started.
   *
   * @param trackers the announce URLs of trackers that are not this server's
   * @param mayBeDialled tells the addresses that the seeder may connect to
   */
  static OfferAnnouncements start(
      Catalog catalog, Seeder seeder, List<String> trackers, Predicate<InetAddress> mayBeDialled) {
    log.log(INFO, "announcing to {0}", String.join(", ", trackers));
    var opened = new OfferAnnouncements(catalog, seeder, trackers, mayBeDialled);
    catalog.addListener(opened);
    return opened;
  }

  @Override
  public void offered(OfferedTorrent torrent) {
    var hashes = torrent.key().swarmHashes();
    var before = byPath.put(torrent.key().path(), hashes);
    hashes.forEach(announcements::add);
    if (before != null) {
      before.forEach(this::removeUnlessOffered);
    }
  }

  @Override
  public void withdrawn(TorrentKey key) {
    byPath.remove(key.path());
    key.swarmHashes().forEach(this::removeUnlessOffered);
  }

  private void removeUnlessOffered(InfoHash infoHash) {
    if (catalog.offers(infoHash)) {
      return;
    }
    announcements.remove(infoHash);
    // Another path may have offered it meanwhile.
    if (catalog.offers(infoHash)) {
      announcements.add(infoHash);
    }
  }

  /** Tells the trackers that all torrents leave, which takes a few seconds at most. */
  @Override
  public void close() {
    announcements.close();
    client.close();
    http.close();
    loops.close();
  }
}
