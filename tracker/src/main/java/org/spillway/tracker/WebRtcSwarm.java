package org.spillway.tracker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;

/** The peers of one torrent that are reached through WebSockets. For one thread at a time. */
final class WebRtcSwarm {
  /**
   * The time in seconds for which the number of downloads is remembered of a swarm that all peers
   * have left.
   */
  private static final int MEMORY_SECONDS = 24 * 60 * 60;

  private final Map<PeerId, WebRtcPeer> byId = new HashMap<>();
  private final Map<Long, Integer> byHost = new HashMap<>();
  private final WebRtcPeers seeders = new WebRtcPeers();
  private final WebRtcPeers leechers = new WebRtcPeers();
  private final WebRtcPeers unlisted = new WebRtcPeers();
  private int downloaded;
  private long lastAnnounce;

  @Nullable WebRtcPeer get(PeerId id) {
    return byId.get(id);
  }

  /** Returns how many peers of a host are listed. */
  int ofHost(long host) {
    return byHost.getOrDefault(host, 0);
  }

  /** Adds a peer, which is not listed yet. */
  void add(WebRtcPeer peer, boolean seeder) {
    byId.put(peer.id, peer);
    peer.seeder = seeder;
    unlisted.add(peer);
  }

  /** Lists a peer, so that others hear of it from now on. */
  void list(WebRtcPeer peer) {
    unlisted.remove(peer);
    peer.listed = true;
    byHost.merge(peer.host, 1, Integer::sum);
    kind(peer).add(peer);
  }

  void remove(WebRtcPeer peer) {
    byId.remove(peer.id);
    kind(peer).remove(peer);
    if (peer.listed) {
      byHost.computeIfPresent(peer.host, (host, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Renews a peer that is in here, and notes what has become of it. */
  void renew(WebRtcPeer peer, boolean seeder, AnnounceEvent event, long seconds) {
    lastAnnounce = seconds;
    peer.announced = seconds;
    if (peer.seeder != seeder) {
      kind(peer).remove(peer);
      peer.seeder = seeder;
      kind(peer).add(peer);
      if (seeder && event == AnnounceEvent.COMPLETED) {
        downloaded++;
      }
    }
  }

  /**
   * Chooses others at random: leechers for a seeder; for a leecher seeders and leechers in
   * proportion to their numbers, but at least one seeder.
   */
  List<WebRtcPeer> choose(WebRtcPeer peer, int count) {
    List<WebRtcPeer> chosen = new ArrayList<>(Math.min(count, size()));
    int listed = seeders.size() + leechers.size();
    var hosts = new HostCounts(Math.min(count, size()));
    if (!peer.seeder && listed > 0) {
      int room = Math.min(count, listed);
      int fromSeeders = (int) (((long) room * seeders.size() + listed - 1) / listed);
      seeders.choose(fromSeeders, peer, chosen, hosts);
    }
    leechers.choose(count - chosen.size(), peer, chosen, hosts);
    return chosen;
  }

  private WebRtcPeers kind(WebRtcPeer peer) {
    if (!peer.listed) {
      return unlisted;
    }
    return peer.seeder ? seeders : leechers;
  }

  /** Returns the peers that have not announced themselves since then. */
  List<WebRtcPeer> silentSince(long seconds) {
    return Stream.of(seeders, leechers, unlisted)
        .flatMap(kind -> kind.before(seconds).stream())
        .toList();
  }

  boolean isForgotten(long seconds) {
    return byId.isEmpty() && (downloaded == 0 || seconds - lastAnnounce > MEMORY_SECONDS);
  }

  int size() {
    return byId.size();
  }

  SwarmCounts counts() {
    return new SwarmCounts(seeders.size(), downloaded, leechers.size());
  }
}
