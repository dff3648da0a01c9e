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
  /** So long is the number of downloads known of a swarm that everybody left. */
  private static final int MEMORY_SECONDS = 24 * 60 * 60;

  private final Map<PeerId, WebRtcPeer> byId = new HashMap<>();
  private final Map<Long, Integer> byHost = new HashMap<>();
  private final WebRtcPeers seeders = new WebRtcPeers();
  private final WebRtcPeers leechers = new WebRtcPeers();
  private int downloaded;
  private long lastAnnounce;

  @Nullable WebRtcPeer get(PeerId id) {
    return byId.get(id);
  }

  int ofHost(long host) {
    return byHost.getOrDefault(host, 0);
  }

  void add(WebRtcPeer peer, boolean seeder) {
    byId.put(peer.id, peer);
    byHost.merge(peer.host, 1, Integer::sum);
    peer.seeder = seeder;
    kind(seeder).add(peer);
  }

  void remove(WebRtcPeer peer) {
    byId.remove(peer.id);
    byHost.computeIfPresent(peer.host, (host, count) -> count == 1 ? null : count - 1);
    kind(peer.seeder).remove(peer);
  }

  /** Renews a peer that is in here, and notes what has become of it. */
  void renew(WebRtcPeer peer, boolean seeder, AnnounceEvent event, long seconds) {
    lastAnnounce = seconds;
    peer.announced = seconds;
    if (peer.seeder != seeder) {
      kind(peer.seeder).remove(peer);
      peer.seeder = seeder;
      kind(seeder).add(peer);
      if (seeder && event == AnnounceEvent.COMPLETED) {
        downloaded++;
      }
    }
  }

  /**
   * Chooses others at random: leechers for a seeder; for a leecher seeders and leechers in
   * proportion to their numbers, but one seeder at least.
   */
  List<WebRtcPeer> choose(WebRtcPeer peer, int count) {
    List<WebRtcPeer> chosen = new ArrayList<>(Math.min(count, size()));
    if (!peer.seeder) {
      int room = Math.min(count, size());
      int fromSeeders = (int) (((long) room * seeders.size() + size() - 1) / size());
      seeders.choose(fromSeeders, peer, chosen);
    }
    leechers.choose(count - chosen.size(), peer, chosen);
    return chosen;
  }

  private WebRtcPeers kind(boolean seeder) {
    return seeder ? seeders : leechers;
  }

  /** Peers that did not announce themselves since then. */
  List<WebRtcPeer> silentSince(long seconds) {
    return Stream.of(seeders, leechers).flatMap(kind -> kind.before(seconds).stream()).toList();
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
