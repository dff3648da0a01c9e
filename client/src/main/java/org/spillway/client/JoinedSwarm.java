package org.spillway.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.announce.SwarmMember;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The swarm of a torrent that this client has joined. Trackers name peers for as long as it is
 * open, and the task for the peers can change, for example from sending metadata to sending pieces.
 * Safe for use by many threads.
 */
final class JoinedSwarm implements AutoCloseable {
  private static final long REDIAL_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ClientSettings settings;
  private final InfoHash infoHash;
  private final Destinations destinations;
  private final Failures failures;
  private final LongSupplier nanoTime;
  private final PeerId peerId = PeerId.random(ThreadLocalRandom.current());
  private final int key = ThreadLocalRandom.current().nextInt();
  private final Http http;
  private final List<List<String>> trackers;
  private final Set<PeerAddress> known = new LinkedHashSet<>();
  private @Nullable PeerPool pool;
  private @Nullable SwarmAnnounces announces;
  private long lastRedial;
  private long downloaded;
  private long left = AnnounceRequest.UNKNOWN_LEFT;

  /**
   * @param infoHash the infohash in handshakes and announces
   * @param nanoTime as {@link System#nanoTime}
   */
  JoinedSwarm(
      ClientSettings settings,
      Http http,
      InfoHash infoHash,
      List<List<String>> trackers,
      Failures failures,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.infoHash = infoHash;
    this.destinations = http.destinations();
    this.failures = failures;
    this.nanoTime = nanoTime;
    this.lastRedial = nanoTime.getAsLong();
    this.http = http;
    this.trackers = trackers;
  }

  /** Begins to announce, once. */
  synchronized void start() {
    if (announces == null) {
      announces = SwarmAnnounces.start(settings, http, trackers, new Member());
    }
  }

  /** Adds peers whose addresses are known without a tracker, as {@code host:port}. */
  void introduce(List<String> hostsAndPorts) {
    List<PeerAddress> addresses = new ArrayList<>();
    for (String peer : hostsAndPorts) {
      int colon = peer.lastIndexOf(':');
      String host = peer.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
      String port = peer.substring(colon + 1);
      if (host.isEmpty() || !port.matches("\\d{1,5}") || !isPort(Integer.parseInt(port))) {
        failures.add("peer " + peer, "must be HOST:PORT");
        continue;
      }
      var address = new InetSocketAddress(host, Integer.parseInt(port));
      if (address.isUnresolved()) {
        failures.add("peer " + peer, "the host name cannot be resolved");
      } else {
        addresses.add(new PeerAddress(address.getAddress(), address.getPort()));
      }
    }
    meet(addresses);
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }

  private synchronized void meet(Collection<PeerAddress> named) {
    var addresses = named.stream().filter(this::mayBeDialled).toList();
    known.addAll(addresses);
    if (pool != null) {
      pool.offer(addresses);
    }
  }

  private boolean mayBeDialled(PeerAddress peer) {
    try {
      destinations.require(peer.address());
      return true;
    } catch (ForbiddenDestinationException e) {
      failures.add("peer " + peer, Problems.describe(e));
      return false;
    }
  }

  /**
   * Gives all present and future peers this task in place of the one before.
   *
   * @param maxPeers the most peers to talk to at the same time
   */
  void assign(PeerTask task, int maxPeers) {
    dismiss();
    synchronized (this) {
      pool = new PeerPool(settings, maxPeers, infoHash, peerId, task, failures, nanoTime);
      pool.offer(known);
    }
  }

  /** Ends every connection to a peer. */
  void dismiss() {
    PeerPool former;
    synchronized (this) {
      former = pool;
      pool = null;
    }
    if (former != null) {
      former.close();
    }
  }

  /** Dials the peers again whose connections have ended. */
  synchronized void redial() {
    if (pool != null) {
      pool.redial();
    }
  }

  /** Dials the peers again whose connections have ended, unless that was done a moment ago. */
  synchronized void redialSometimes() {
    long now = nanoTime.getAsLong();
    if (now - lastRedial > REDIAL_NANOS) {
      lastRedial = now;
      redial();
    }
  }

  /** Returns how many peers are connected. */
  synchronized int connected() {
    return pool == null ? 0 : pool.connected();
  }

  /** Returns whether no peer is left to talk to and no tracker will name another one. */
  synchronized boolean isExhausted() {
    return hasNobody() && announces != null && announces.isHopeless();
  }

  private synchronized boolean hasNobody() {
    return pool != null && pool.isExhausted();
  }

  /** Sets the numbers of bytes for the next announce. */
  synchronized void account(long bytesDownloaded, long bytesLeft) {
    downloaded = bytesDownloaded;
    left = bytesLeft;
    if (announces != null && downloaded > 0 && left == 0) {
      announces.completed();
    }
  }

  /** Leaves the swarm. This takes seconds if a tracker does not answer. */
  @Override
  public void close() {
    dismiss();
    SwarmAnnounces opened;
    synchronized (this) {
      opened = announces;
    }
    // Without the lock, because the last announces ask for the numbers of bytes.
    if (opened != null) {
      opened.close();
    }
  }

  private synchronized AnnounceRequest request(AnnounceEvent event) {
    return new AnnounceRequest(
        infoHash,
        peerId,
        0,
        downloaded,
        left,
        event,
        settings.port(),
        key,
        AnnounceRequest.DEFAULT_NUM_WANT,
        List.of(),
        true);
  }

  /** Tells trackers about this client. */
  private final class Member implements SwarmMember {
    @Override
    public AnnounceRequest request(AnnounceEvent event) {
      return JoinedSwarm.this.request(event);
    }

    @Override
    public void named(List<PeerAddress> peers) {
      meet(peers);
    }

    @Override
    public boolean needsPeers() {
      return hasNobody();
    }

    @Override
    public void failed(String tracker, IOException problem) {
      failures.add("tracker " + tracker, Problems.describe(problem));
    }
  }
}
