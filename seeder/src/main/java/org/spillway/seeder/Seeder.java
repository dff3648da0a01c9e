package org.spillway.seeder;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.swarm.Choker;
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * Serves what a catalog offers to BitTorrent peers, all torrents on one port. Safe for use by many
 * threads.
 *
 * <p>A peer that misbehaves loses its own connection, nothing else. A torrent that is no longer
 * offered loses its peers; a file that changed is not sent under its old torrent, not by one byte.
 */
public final class Seeder implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Seeder.class.getName());

  private final SeederContext context;
  private final ExecutorService disk;
  private final Doors doors;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final int port;

  private Seeder(SeederContext context, ExecutorService disk, Doors doors, int port) {
    this.context = context;
    this.disk = disk;
    this.doors = doors;
    this.port = port;
  }

  /**
   * Listens; the catalog need not have been started yet.
   *
   * @param memory for blocks on their way to peers, shared with others who send content
   * @throws IOException if the port cannot be had; names the key
   */
  public static Seeder start(
      SeederSettings settings,
      UploadLimits limits,
      Catalog catalog,
      UploadPolicy policy,
      SendBuffers memory)
      throws IOException {
    var threads = new NumberedThreads();
    var disk = Executors.newFixedThreadPool(settings.diskThreads(), threads.named("seeder-disk"));
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
            PeerId.random(new SecureRandom()),
            new SeederCounters());
    var doors = new Doors(context, threads);
    catalog.addListener(torrents);
    return listen(context, disk, doors);
  }

  private static Seeder listen(SeederContext context, ExecutorService disk, Doors doors)
      throws IOException {
    try {
      var seeder = new Seeder(context, disk, doors, doors.open());
      log.log(INFO, "seeding on port {0,number,#}", seeder.port);
      return seeder;
    } catch (IOException e) {
      end(disk, doors);
      throw e;
    }
  }

  /** The TCP port that peers are to be told. */
  public int port() {
    return port;
  }

  /** By which it calls itself in handshakes. */
  public PeerId peerId() {
    return context.peerId();
  }

  /**
   * Dials a leecher, unless it is connected, was dialled within the last minute, is not after
   * anything that is offered, or there are too many connections already. Returns at once; what
   * comes of it only shows in {@link #stats}.
   *
   * @param swarmHash a v1 infohash or a truncated v2 one (BEP 52)
   */
  public void meet(InfoHash swarmHash, PeerAddress leecher) {
    var names =
        context.torrents().namesOf(swarmHash).stream()
            .map(name -> new Contact(name, leecher))
            .toList();
    if (!closed.get() && !names.isEmpty()) {
      doors.dial(new Contact(swarmHash, leecher), names);
    }
  }

  public SeederStats stats() {
    return context.counters().snapshot(context.torrents().size());
  }

  /** Ends all connections and waits until every file is closed and every thread has ended. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end(disk, doors);
      log.log(INFO, "seeder on port {0,number,#} closed", port);
    }
  }

  /** Disk jobs report to the event loops, which therefore end last. */
  private static void end(ExecutorService disk, Doors doors) {
    doors.closeChannels();
    disk.shutdown();
    try {
      if (!disk.awaitTermination(1, TimeUnit.MINUTES)) {
        disk.shutdownNow();
      }
    } catch (InterruptedException e) {
      disk.shutdownNow();
      Thread.currentThread().interrupt();
    }
    doors.close();
  }
}
