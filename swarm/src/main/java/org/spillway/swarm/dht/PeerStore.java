package org.spillway.swarm.dht;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.spillway.swarm.Host;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Keeps the peers that others announce to this node. When it is full, new peers are refused until
 * old ones expire, so that a flood does not drive out those that were there before.
 */
final class PeerStore {
  /** The time after which a peer is forgotten that does not announce itself again. */
  static final Duration LIFETIME = Duration.ofMinutes(30);

  /** The most peers of one host in one swarm: several clients may share an address. */
  static final int SWARM_SHARE = 4;

  private final DhtSettings settings;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  /** The times at which peers expire, for each torrent the next one first. */
  private final Map<InfoHash, Map<PeerAddress, Long>> swarms = new HashMap<>();

  private final Map<Host, Integer> hosts = new HashMap<>();
  private int size;

  PeerStore(DhtSettings settings, LongSupplier nanoTime, RandomGenerator random) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Returns how many peers are known. */
  int size() {
    return size;
  }

  /** Returns how many torrents have peers. */
  int torrents() {
    return swarms.size();
  }

  /**
   * Keeps a peer for {@link #LIFETIME}.
   *
   * @return false if there is no room for it
   */
  boolean add(InfoHash infoHash, PeerAddress peer) {
    long expiry = nanoTime.getAsLong() + LIFETIME.toNanos();
    var swarm = swarms.get(infoHash);
    if (swarm != null && swarm.remove(peer) != null) {
      swarm.put(peer, expiry);
      return true;
    }
    var host = Host.of(peer.address());
    if (size >= settings.storedPeers()
        || hosts.getOrDefault(host, 0) >= settings.storedPeersPerHost()
        || (swarm != null && !hasRoom(swarm, host))) {
      return false;
    }
    swarms.computeIfAbsent(infoHash, unknown -> new LinkedHashMap<>()).put(peer, expiry);
    hosts.merge(host, 1, Integer::sum);
    size++;
    return true;
  }

  private boolean hasRoom(Map<PeerAddress, Long> swarm, Host host) {
    return swarm.size() < settings.storedPeersPerTorrent()
        && (settings.severalPerAddress() || count(swarm, host) < SWARM_SHARE);
  }

  private static long count(Map<PeerAddress, Long> swarm, Host host) {
    return swarm.keySet().stream().filter(peer -> Host.of(peer.address()).equals(host)).count();
  }

  /**
   * Returns some peers of a torrent, which are drawn at random.
   *
   * @param most how many to return at most
   */
  List<PeerAddress> some(InfoHash infoHash, int most) {
    long now = nanoTime.getAsLong();
    List<PeerAddress> peers = new ArrayList<>();
    swarms
        .getOrDefault(infoHash, Map.of())
        .forEach(
            (peer, expiry) -> {
              if (expiry - now > 0) {
                peers.add(peer);
              }
            });
    int count = Math.min(most, peers.size());
    for (int i = 0; i < count; i++) {
      int drawn = i + random.nextInt(peers.size() - i);
      peers.set(i, peers.set(drawn, peers.get(i)));
    }
    return List.copyOf(peers.subList(0, count));
  }

  /** Forgets the peers whose time is over. */
  void expire() {
    long now = nanoTime.getAsLong();
    swarms.values().forEach(swarm -> expire(swarm, now));
    swarms.values().removeIf(Map::isEmpty);
  }

  private void expire(Map<PeerAddress, Long> swarm, long now) {
    Iterator<Map.Entry<PeerAddress, Long>> oldest = swarm.entrySet().iterator();
    while (oldest.hasNext()) {
      var entry = oldest.next();
      if (entry.getValue() - now > 0) {
        return;
      }
      oldest.remove();
      size--;
      hosts.computeIfPresent(
          Host.of(entry.getKey().address()), (host, count) -> count == 1 ? null : count - 1);
    }
  }
}
