package org.spillway.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.spillway.client.http.Destinations;
import org.spillway.client.http.ForbiddenDestinationException;
import org.spillway.client.http.Http;
import org.spillway.client.http.Problems;
import org.spillway.swarm.announce.SwarmMember;
import org.spillway.swarm.discovery.DiscoveryListener;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.peer.PeerEngine;
import org.spillway.swarm.peer.PeerOrigin;
import org.spillway.swarm.peer.TorrentPeers;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/**
 * The swarm of a torrent that this client has joined. Trackers name peers for as long as it is
 * open, and what peers are asked for can change, for example from metadata to pieces. Safe for use
 * by many threads.
 */
final class JoinedSwarm implements AutoCloseable {
  /** The number of peers from which on no more are remembered. */
  private static final int MOST_KNOWN = 2000;

  /** Where peers of private torrents must not come from. */
  private static final Set<PeerOrigin> FROM_ANYBODY =
      Set.of(PeerOrigin.LOCAL, PeerOrigin.PEER_EXCHANGE, PeerOrigin.DHT);

  private final ClientSettings settings;
  private final InfoHash infoHash;
  private final Destinations destinations;
  private final Failures failures;
  private final int key = ThreadLocalRandom.current().nextInt();
  private final Http http;
  private final List<List<String>> trackers;
  private final Map<PeerAddress, PeerOrigin> known = new LinkedHashMap<>();
  private final CurrentTorrent torrent;
  private DiscoverySettings discovery;
  private @Nullable PeerEngine engine;
  private @Nullable TorrentPeers peers;
  private @Nullable SwarmAnnounces announces;
  private long downloaded;
  private long left = AnnounceRequest.UNKNOWN_LEFT;

  /**
   * @param infoHash the infohash in handshakes and announces
   * @param isUnknownOtherwise whether neither a tracker nor a peer is named
   */
  JoinedSwarm(
      ClientSettings settings,
      Http http,
      InfoHash infoHash,
      List<List<String>> trackers,
      boolean isUnknownOtherwise,
      Failures failures) {
    this.settings = settings;
    this.infoHash = infoHash;
    this.destinations = http.destinations();
    this.failures = failures;
    this.http = http;
    this.torrent = new CurrentTorrent(infoHash);
    this.trackers = trackers;
    boolean dht =
        settings.dht() == DhtUse.ALWAYS
            || (settings.dht() == DhtUse.WITHOUT_TRACKERS && isUnknownOtherwise);
    this.discovery =
        DiscoverySettings.OFF
            .withDht(dht)
            .withBootstrap(settings.bootstrap())
            .withLsd(settings.lsd());
  }

  /**
   * Begins to listen for peers and to announce, once.
   *
   * @throws DownloadException if the port for peers cannot be used
   */
  synchronized void start() throws DownloadException {
    if (engine == null) {
      engine = PeerPort.open(settings, torrent, discovery);
      engine.discovery().listen(new FoundPeers());
      engine.discovery().search(infoHash);
    }
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
    meet(addresses, PeerOrigin.NAMED);
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }

  private synchronized void meet(Collection<PeerAddress> named, PeerOrigin origin) {
    add(named.stream().filter(this::mayBeDialled).toList(), origin);
  }

  private synchronized void add(List<PeerAddress> addresses, PeerOrigin origin) {
    if (known.size() > MOST_KNOWN) {
      return;
    }
    addresses.forEach(address -> known.putIfAbsent(address, origin));
    if (peers != null) {
      peers.offer(addresses, origin);
    }
  }

  /**
   * Stays away from the DHT and from local service discovery, and forgets who was found there, as
   * private torrents want it (BEP 27).
   */
  synchronized void keepPrivate() {
    discovery = DiscoverySettings.OFF;
    if (engine != null) {
      engine.discovery().listen(DiscoveryListener.NONE);
      engine.discovery().withdraw(infoHash);
    }
    known.values().removeIf(FROM_ANYBODY::contains);
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

  /** Talks to all present and future peers about this torrent, in place of the one before. */
  synchronized void assign(PeerTorrent next) {
    dismiss();
    torrent.set(next);
    if (engine == null) {
      throw new IllegalStateException("the swarm has not been joined");
    }
    peers = engine.seek(infoHash, settings.maxPeers(), this::lost);
    for (PeerOrigin origin : PeerOrigin.values()) {
      peers.offer(knownFrom(origin), origin);
    }
    if (next instanceof SharedTorrent shared) {
      shared.tellNamed(named -> meet(named, PeerOrigin.PEER_EXCHANGE));
    }
  }

  private List<PeerAddress> knownFrom(PeerOrigin origin) {
    return known.entrySet().stream()
        .filter(peer -> peer.getValue() == origin)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void lost(PeerAddress peer, String reason) {
    failures.add("peer " + peer, reason);
  }

  /** Ends every connection to a peer. */
  synchronized void dismiss() {
    if (engine != null && peers != null) {
      engine.leave(peers);
      peers = null;
    }
    torrent.set(null);
  }

  /** Returns how many peers are connected. */
  synchronized int connected() {
    return peers == null ? 0 : peers.connected();
  }

  /** Returns whether no peer is left to talk to and nobody will name another one. */
  synchronized boolean isExhausted() {
    boolean mayFind = discovery.dht() || discovery.lsd();
    return hasNobody() && !mayFind && announces != null && announces.isHopeless();
  }

  private synchronized boolean hasNobody() {
    return peers != null && peers.isExhausted();
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
    SwarmAnnounces announcing;
    PeerEngine listening;
    synchronized (this) {
      announcing = announces;
      listening = engine;
    }
    // Without the lock, because the last announces ask for the numbers of bytes.
    if (announcing != null) {
      announcing.close();
    }
    if (listening != null) {
      listening.close();
    }
  }

  private synchronized AnnounceRequest request(AnnounceEvent event) {
    if (engine == null) {
      throw new IllegalStateException("the swarm has not been joined");
    }
    return new AnnounceRequest(
        infoHash,
        engine.peerId(),
        engine.stats().bytesSent(),
        downloaded,
        left,
        event,
        engine.port(),
        key,
        AnnounceRequest.DEFAULT_NUM_WANT,
        List.of(),
        true);
  }

  /**
   * Takes peers that were found without a tracker. They need not be as far outside as the source of
   * the download: the DHT tells of none that is further inside than its first nodes, which the
   * person has named, and who announces itself nearby is there.
   */
  private final class FoundPeers implements DiscoveryListener {
    @Override
    public void foundInDht(InfoHash torrent, List<PeerAddress> found) {
      add(found, PeerOrigin.DHT);
    }

    @Override
    public void foundNearby(InfoHash torrent, PeerAddress found) {
      add(List.of(found), PeerOrigin.LOCAL);
    }
  }

  /** Tells trackers about this client. */
  private final class Member implements SwarmMember {
    @Override
    public AnnounceRequest request(AnnounceEvent event) {
      return JoinedSwarm.this.request(event);
    }

    @Override
    public void named(List<PeerAddress> peers) {
      meet(peers, PeerOrigin.TRACKER);
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
