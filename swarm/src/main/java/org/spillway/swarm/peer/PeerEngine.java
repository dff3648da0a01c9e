package org.spillway.swarm.peer;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.swarm.Choker;
import org.spillway.swarm.admission.Contact;
import org.spillway.swarm.admission.Contacts;
import org.spillway.swarm.admission.HostTurns;
import org.spillway.swarm.admission.OwnAddresses;
import org.spillway.swarm.admission.PeerConnections;
import org.spillway.swarm.discovery.Discovery;
import org.spillway.swarm.encryption.KeyExchangeThread;
import org.spillway.swarm.encryption.StreamEncryption;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.BlockMemory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * Talks to the peers of all torrents of a directory, on one port for TCP and uTP. Safe for use by
 * many threads.
 *
 * <p>A peer that misbehaves loses its own connection and does no other harm.
 */
public final class PeerEngine implements AutoCloseable {
  private static final System.Logger log = System.getLogger(PeerEngine.class.getName());

  private final EngineContext context;
  private final Threads threads;
  private final EngineSockets sockets;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final int port;

  /** The peers of the torrents that are downloaded. */
  private final List<TorrentPeers> downloads;

  private PeerEngine(
      EngineContext context,
      Threads threads,
      EngineSockets sockets,
      int port,
      List<TorrentPeers> downloads) {
    this.downloads = downloads;
    this.context = context;
    this.threads = threads;
    this.sockets = sockets;
    this.port = port;
  }

  /**
   * Starts to listen.
   *
   * @param memory the memory for blocks on their way to peers, which others may share
   * @throws IOException if the engine cannot listen on its port
   */
  public static PeerEngine start(
      EngineSettings settings, UploadLimits limits, TorrentDirectory torrents, BlockMemory memory)
      throws IOException {
    var disk = new DiskThreads(settings.diskThreads(), System::nanoTime);
    var keys = new KeyExchangeThread();
    var listening = new AtomicInteger();
    var context =
        new EngineContext(
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
            new PeerCounters(),
            System::nanoTime,
            new StreamEncryption(
                settings.encryption(), torrents.secrets(), keys, new SecureRandom()),
            listening,
            new OwnAddresses(listening::get),
            new Discovery(settings.discovery(), settings.utp()));
    var downloads = new CopyOnWriteArrayList<TorrentPeers>();
    Runnable review = () -> downloads.forEach(TorrentPeers::review);
    var sockets = new EngineSockets(context, disk::review, review);
    return listen(context, new Threads(disk, keys), sockets, downloads);
  }

  private static PeerEngine listen(
      EngineContext context, Threads threads, EngineSockets sockets, List<TorrentPeers> downloads)
      throws IOException {
    try {
      return new PeerEngine(context, threads, sockets, sockets.open(), downloads);
    } catch (IOException e) {
      end(context, threads, sockets);
      throw e;
    }
  }

  /** Returns the port to announce to peers; it is the same for TCP and UDP. */
  public int port() {
    return port;
  }

  /** Returns the id by which the engine calls itself in handshakes. */
  public PeerId peerId() {
    return context.peerId();
  }

  /**
   * Dials a peer, unless it is connected, was dialled within the last minute, or there are too many
   * connections already. Returns at once; the outcome only shows in {@link #stats}.
   *
   * @param swarmHash a v1 infohash or a truncated v2 infohash (BEP 52), to name the torrent by
   * @param names every hash by which peers know the torrent
   */
  public void dial(InfoHash swarmHash, PeerAddress peer, List<InfoHash> names) {
    if (!closed.get()) {
      var contacts = names.stream().map(name -> new Contact(name, peer)).toList();
      sockets.dialUnlessKnown(new Contact(swarmHash, peer), contacts);
    }
  }

  /**
   * Begins to look for peers of a torrent that is downloaded; the directory must have it. {@link
   * #leave} ends it.
   *
   * @param most the most of these peers to be connected to
   * @param failures hears why peers were lost
   */
  public TorrentPeers seek(InfoHash swarmHash, int most, TorrentPeers.FailureListener failures) {
    var peers =
        new TorrentPeers(
            swarmHash,
            sockets,
            most,
            context.settings().utp(),
            failures,
            new Random(),
            context.nanoTime());
    downloads.add(peers);
    return peers;
  }

  /** Stops dialling peers; those that are connected stay. */
  public void leave(TorrentPeers peers) {
    peers.close();
    downloads.remove(peers);
  }

  /** Returns what finds peers without trackers, as far as the settings allow it. */
  public Discovery discovery() {
    return context.discovery();
  }

  public PeerStats stats() {
    return context.counters().snapshot();
  }

  /** Ends all connections, and waits until every torrent is left and every thread has ended. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end(context, threads, sockets);
      log.log(DEBUG, "port {0,number,#} for peers closed", port);
    }
  }

  /** Ends the threads before the event loops, because they report to the event loops. */
  private static void end(EngineContext context, Threads threads, EngineSockets sockets) {
    context.discovery().close();
    sockets.closeChannels();
    threads.keys().close();
    threads.disk().close();
    sockets.close();
  }

  /** Holds what works for the event loops. */
  private record Threads(DiskThreads disk, KeyExchangeThread keys) {}
}
