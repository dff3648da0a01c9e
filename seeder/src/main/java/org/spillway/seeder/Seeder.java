package org.spillway.seeder;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.catalog.Catalog;
import org.spillway.net.DaemonThreads;
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

  private final Resources resources;
  private final Disk disk;
  private final SeederSockets sockets;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final int port;

  private Seeder(Resources resources, Disk disk, SeederSockets sockets, int port) {
    this.resources = resources;
    this.disk = disk;
    this.sockets = sockets;
    this.port = port;
  }

  /**
   * Listens; the catalog need not have been started yet.
   *
   * @throws IOException if the port cannot be had; names the key
   */
  public static Seeder start(
      SeederSettings settings, UploadLimits limits, Catalog catalog, UploadPolicy policy)
      throws IOException {
    var disk = Disk.start(settings.diskThreads());
    var swarms = new Swarms(catalog, policy, limits);
    var resources =
        new Resources(
            settings,
            swarms,
            limits,
            new Choker(limits.slots(), limits.order(), limits.rate(), System::nanoTime),
            new Contacts(System::nanoTime),
            disk.executor(),
            new BlockBuffers(),
            PeerId.random(new SecureRandom()),
            new Counters());
    var sockets = new SeederSockets(resources);
    catalog.addListener(swarms);
    return listen(resources, disk, sockets);
  }

  private static Seeder listen(Resources resources, Disk disk, SeederSockets sockets)
      throws IOException {
    try {
      var seeder = new Seeder(resources, disk, sockets, sockets.open());
      log.log(INFO, "seeding on port {0,number,#}", seeder.port);
      return seeder;
    } catch (IOException e) {
      end(resources, disk, sockets);
      throw e;
    }
  }

  /** The TCP port that peers are to be told. */
  public int port() {
    return port;
  }

  /** By which it calls itself in handshakes. */
  public PeerId peerId() {
    return resources.peerId();
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
        resources.swarms().namesOf(swarmHash).stream()
            .map(name -> new Contact(name, leecher))
            .toList();
    if (!closed.get() && !names.isEmpty()) {
      sockets.dial(new Contact(swarmHash, leecher), names);
    }
  }

  public SeederStats stats() {
    return resources.counters().snapshot(resources.swarms().size());
  }

  /** Ends all connections and waits until every file is closed and every thread has ended. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end(resources, disk, sockets);
      log.log(INFO, "seeder on port {0,number,#} closed", port);
    }
  }

  /** Disk jobs report to the event loops, which therefore end last. */
  private static void end(Resources resources, Disk disk, SeederSockets sockets) {
    sockets.closeChannels();
    disk.close();
    sockets.close();
    resources.buffers().close();
  }

  /** The threads that read from disk. */
  private record Disk(ExecutorService executor, DaemonThreads threads) {
    static Disk start(int count) {
      var threads = new DaemonThreads("seeder-disk");
      return new Disk(Executors.newFixedThreadPool(count, threads), threads);
    }

    /** Waits for what is being read. */
    void close() {
      executor.shutdown();
      try {
        if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
          executor.shutdownNow();
        }
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
      }
      threads.join();
    }
  }
}
