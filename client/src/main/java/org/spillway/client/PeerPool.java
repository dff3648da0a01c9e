package org.spillway.client;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;

/**
 * Dials peers and lets a task talk to each of them. A peer whose connection ends is dialled again:
 * a few times if it sent nothing, and at once if it did. A peer that sends wrong pieces or does not
 * speak BitTorrent is not dialled again. Safe for use by many threads.
 */
final class PeerPool implements AutoCloseable {
  private static final System.Logger log = System.getLogger(PeerPool.class.getName());

  private static final int MAX_TRIES = 3;

  /** The most peers that are remembered; a tracker that names more is not believed. */
  private static final int MAX_KNOWN = 2000;

  private final ClientSettings settings;
  private final InfoHash infoHash;
  private final PeerId peerId;
  private final PeerTask task;
  private final Failures failures;
  private final LongSupplier nanoTime;
  private final ExecutorService executor;
  private final Map<PeerAddress, Integer> tries = new HashMap<>();
  private final Set<PeerAddress> busy = new HashSet<>();
  private final Set<PeerLink> links = new HashSet<>();
  private int connected;
  private boolean closed;
  private boolean warned;

  /**
   * @param maxPeers the most peers to talk to at the same time
   * @param nanoTime as {@link System#nanoTime}
   */
  PeerPool(
      ClientSettings settings,
      int maxPeers,
      InfoHash infoHash,
      PeerId peerId,
      PeerTask task,
      Failures failures,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.infoHash = infoHash;
    this.peerId = peerId;
    this.task = task;
    this.failures = failures;
    this.nanoTime = nanoTime;
    var pool =
        new ThreadPoolExecutor(
            maxPeers,
            maxPeers,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("client-peer"));
    pool.allowCoreThreadTimeOut(true);
    this.executor = pool;
  }

  /** Adds peers. Those that are known already stay as they are. */
  synchronized void offer(Collection<PeerAddress> addresses) {
    for (PeerAddress address : addresses) {
      if (tries.size() < MAX_KNOWN && tries.putIfAbsent(address, 0) == null) {
        dial(address);
      }
    }
  }

  /** Dials the peers again whose connections have ended. */
  synchronized void redial() {
    tries.forEach(
        (address, count) -> {
          if (count < MAX_TRIES) {
            dial(address);
          }
        });
  }

  private void dial(PeerAddress address) {
    if (!closed && busy.add(address)) {
      executor.execute(() -> talk(address));
    }
  }

  /** Returns whether no peer is left to talk to. */
  synchronized boolean isExhausted() {
    return busy.isEmpty() && tries.values().stream().allMatch(count -> count >= MAX_TRIES);
  }

  private void talk(PeerAddress address) {
    var link = new PeerLink(address, settings, nanoTime);
    try (link) {
      if (register(link)) {
        link.connect();
        link.shakeHands(new Handshake(task.reserved(), infoHash, peerId));
        run(link);
      }
      failed(link, "has no piece that is needed");
    } catch (WrongContentException | MalformedMessageException e) {
      banned(address, Problems.describe(e));
    } catch (IOException e) {
      failed(link, Problems.describe(e));
    } catch (InterruptedException e) {
      // The pool is being closed; the thread ends here.
    } catch (RuntimeException e) {
      stumbled(address, e);
    } finally {
      forget(link);
    }
  }

  private void run(PeerLink link) throws IOException, InterruptedException {
    count(1);
    try {
      task.run(link);
    } finally {
      count(-1);
    }
  }

  private synchronized void count(int difference) {
    connected += difference;
  }

  /** Returns how many peers have shaken hands with us and are still there. */
  synchronized int connected() {
    return connected;
  }

  private synchronized boolean register(PeerLink link) {
    return !closed && links.add(link);
  }

  private synchronized void forget(PeerLink link) {
    links.remove(link);
    busy.remove(link.address());
    boolean banned = tries.getOrDefault(link.address(), 0) >= MAX_TRIES;
    if (link.isUseful() && !banned) {
      dial(link.address());
    }
  }

  private synchronized void failed(PeerLink link, String reason) {
    if (!closed) {
      int before = link.isUseful() ? 0 : tries.getOrDefault(link.address(), 0);
      note(link.address(), before + 1, reason);
    }
  }

  private synchronized void banned(PeerAddress address, String reason) {
    if (!closed) {
      note(address, MAX_TRIES, reason);
    }
  }

  /**
   * Reports a bug of ours, which counts as a failure even for a useful peer: otherwise it would be
   * dialled again at once.
   */
  private synchronized void stumbled(PeerAddress address, RuntimeException e) {
    if (closed) {
      return;
    }
    note(address, tries.getOrDefault(address, 0) + 1, e.toString());
    if (!warned) {
      warned = true;
      log.log(WARNING, "peer " + address + ": a bug in this program", e);
    }
  }

  private void note(PeerAddress address, int count, String reason) {
    tries.put(address, count);
    failures.add("peer " + address, reason);
    log.log(DEBUG, "peer {0}: {1}", address, reason);
  }

  /** Ends every connection and waits for the threads. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      links.forEach(PeerPool::close);
    }
    executor.shutdownNow();
    try {
      boolean ended = executor.awaitTermination(5, TimeUnit.SECONDS);
      log.log(DEBUG, "peers' threads ended: {0}", ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(PeerLink link) {
    try {
      link.close();
    } catch (IOException e) {
      log.log(DEBUG, "closing {0}: {1}", link.address(), e.getMessage());
    }
  }
}
