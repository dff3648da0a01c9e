package org.spillway.seeder;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.peer.PeerEngine;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * Serves everything that a catalog offers to BitTorrent peers; all torrents share one port. Safe
 * for use by many threads.
 *
 * <p>A peer that misbehaves loses its own connection and does no other harm. When a torrent is no
 * longer offered, its peers lose their connections; not one byte of a file that changed is sent
 * under its old torrent.
 */
public final class Seeder implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Seeder.class.getName());

  private final PeerEngine engine;
  private final ActiveTorrents torrents;

  private Seeder(PeerEngine engine, ActiveTorrents torrents) {
    this.engine = engine;
    this.torrents = torrents;
  }

  /**
   * Starts to listen; the catalog may be started later.
   *
   * @param memory the memory for blocks on their way to peers, which others that send content share
   * @throws IOException if the seeder cannot listen on its port; the message names the setting
   */
  public static Seeder start(
      EngineSettings settings,
      UploadLimits limits,
      Catalog catalog,
      UploadPolicy policy,
      SendBuffers memory)
      throws IOException {
    var torrents = new ActiveTorrents(catalog, policy, limits);
    var engine = PeerEngine.start(settings, limits, torrents, new SharedMemory(memory));
    catalog.addListener(torrents);
    log.log(INFO, "seeding on port {0,number,#}", engine.port());
    var seeder = new Seeder(engine, torrents);
    if (settings.discovery().dht() || settings.discovery().lsd()) {
      catalog.addListener(FoundByAll.start(catalog, engine.discovery(), seeder::meet));
    }
    return seeder;
  }

  /** Returns the port to announce to peers; it is the same for TCP and UDP. */
  public int port() {
    return engine.port();
  }

  /** Returns the id by which the seeder calls itself in handshakes. */
  public PeerId peerId() {
    return engine.peerId();
  }

  /**
   * Dials a leecher, unless it is connected, was dialled within the last minute, wants nothing that
   * is offered, or there are too many connections already. Returns at once; the outcome only shows
   * in {@link #stats}.
   *
   * @param swarmHash a v1 infohash or a truncated v2 infohash (BEP 52)
   */
  public void meet(InfoHash swarmHash, PeerAddress leecher) {
    var names = torrents.namesOf(swarmHash);
    if (!names.isEmpty()) {
      engine.dial(swarmHash, leecher, names);
    }
  }

  public SeederStats stats() {
    return SeederStats.of(engine.stats(), torrents.size());
  }

  /** Ends all connections, and waits until every file is closed and every thread has ended. */
  @Override
  public void close() {
    engine.close();
    log.log(INFO, "seeder on port {0,number,#} closed", engine.port());
  }
}
