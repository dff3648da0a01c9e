package org.spillway.seeder;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.Choker;
import org.spillway.swarm.UploadPolicy;
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

  private final SeederContext context;
  private final DiskThreads disk;
  private final SeederSockets sockets;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final int port;

  private Seeder(SeederContext context, DiskThreads disk, SeederSockets sockets, int port) {
    this.context = context;
    this.disk = disk;
    this.sockets = sockets;
    this.port = port;
  }

  /**
   * Starts to listen; the catalog may be started later.
   *
   * @param memory the memory for blocks on their way to peers, which others that send content share
   * @throws IOException if the seeder cannot listen on its port; the message names the setting
   */
  public static Seeder start(
      SeederSettings settings,
      UploadLimits limits,
      Catalog catalog,
      UploadPolicy policy,
      SendBuffers memory)
      throws IOException {
    var disk = new DiskThreads(settings.diskThreads(), System::nanoTime);
    var torrents = new ActiveTorrents(catalog, policy, limits);
    var context =
        new SeederContext(
            settings,
            torrents,
            limits,
            new Choker(limits.slots(), limits.order(), limits.rate(), System::nanoTime),
            new Contacts(System::nanoTime),
            disk,
            memory,
            new PeerConnections(settings.maxConnections(), settings.maxConnectionsPerAddress()),
            new HostTurns(),
            PeerId.random(new SecureRandom()),
            new SeederCounters(),
            System::nanoTime);
    var sockets = new SeederSockets(context, disk::review);
    catalog.addListener(torrents);
    return listen(context, disk, sockets);
  }

  private static Seeder listen(SeederContext context, DiskThreads disk, SeederSockets sockets)
      throws IOException {
    try {
      var seeder = new Seeder(context, disk, sockets, sockets.open());
      log.log(INFO, "seeding on port {0,number,#}", seeder.port);
      return seeder;
    } catch (IOException e) {
      end(disk, sockets);
      throw e;
    }
  }

  /** Returns the port to announce to peers; it is the same for TCP and UDP. */
  public int port() {
    return port;
  }

  /** Returns the id by which the seeder calls itself in handshakes. */
  public PeerId peerId() {
    return context.peerId();
  }

  /**
   * Dials a leecher, unless it is connected, was dialled within the last minute, wants nothing that
   * is offered, or there are too many connections already. Returns at once; the outcome only shows
   * in {@link #stats}.
   *
   * @param swarmHash a v1 infohash or a truncated v2 infohash (BEP 52)
   */
  public void meet(InfoHash swarmHash, PeerAddress leecher) {
    var names =
        context.torrents().namesOf(swarmHash).stream()
            .map(name -> new Contact(name, leecher))
            .toList();
    if (!closed.get() && !names.isEmpty()) {
      sockets.dial(new Contact(swarmHash, leecher), names);
    }
  }

  public SeederStats stats() {
    return context.counters().snapshot(context.torrents().size());
  }

  /** Ends all connections, and waits until every file is closed and every thread has ended. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end(disk, sockets);
      log.log(INFO, "seeder on port {0,number,#} closed", port);
    }
  }

  /** Ends the disk threads before the event loops, because disk jobs report to the event loops. */
  private static void end(DiskThreads disk, SeederSockets sockets) {
    sockets.closeChannels();
    disk.close();
    sockets.close();
  }
}
