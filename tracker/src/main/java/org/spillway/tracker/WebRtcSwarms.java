package org.spillway.tracker;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * Keeps the swarms of peers that come over WebSockets. These peers have no address to which others
 * could connect, so they stand beside the {@link SwarmStore}: they are counted with its peers, but
 * only meet each other. A swarm is only touched within the map's own atomic operations. Safe for
 * use by many threads.
 */
final class WebRtcSwarms {
  static final SwarmCounts NOBODY = new SwarmCounts(0, 0, 0);

  private final ConcurrentMap<InfoHash, WebRtcSwarm> swarms = new ConcurrentHashMap<>();
  private final HostShares shares;
  private final TrackerLimits limits;
  private final WebSocketSettings settings;
  private final LongSupplier clock;

  /**
   * Makes an empty set of swarms.
   *
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   */
  WebRtcSwarms(TrackerLimits limits, WebSocketSettings settings, LongSupplier clock) {
    this.limits = limits;
    this.settings = settings;
    this.shares = new HostShares(settings.maxPeers(), new SecureRandom().nextLong());
    this.clock = clock;
  }

  /** The result of an announce. */
  sealed interface Entry {

    /**
     * The peer is in the swarm.
     *
     * @param others peers chosen at random, one for each offer
     */
    record Entered(List<WebRtcPeer> others) implements Entry {}

    /**
     * The announce was refused, and nothing was changed.
     *
     * @param reason the reason, which is sent to the peer
     */
    record Refused(String reason) implements Entry {}
  }

  /**
   * Adds the peer, renews it or, if it stopped, removes it.
   *
   * @param isOurs whether this server offers the torrent
   * @param wanted how many others to choose
   */
  Entry announce(PeerSocket socket, AnnounceRequest request, boolean isOurs, int wanted) {
    var visit = new Visit(socket, request, isOurs, wanted);
    swarms.compute(request.infoHash(), visit::at);
    return visit.entry;
  }

  private final class Visit {
    private final PeerSocket socket;
    private final AnnounceRequest request;
    private final boolean isOurs;
    private final int wanted;
    private Entry entry = new Entry.Refused("this tracker is full: no more torrents, try later");

    Visit(PeerSocket socket, AnnounceRequest request, boolean isOurs, int wanted) {
      this.socket = socket;
      this.request = request;
      this.isOurs = isOurs;
      this.wanted = wanted;
    }

    @Nullable WebRtcSwarm at(InfoHash infoHash, @Nullable WebRtcSwarm known) {
      if (known == null && !isOurs && swarms.size() >= limits.swarms()) {
        return null;
      }
      var swarm = known == null ? new WebRtcSwarm() : known;
      if (request.event() == AnnounceEvent.STOPPED) {
        leave(swarm);
      } else {
        enter(swarm);
      }
      return swarm.isForgotten(clock.getAsLong()) ? null : swarm;
    }

    private void leave(WebRtcSwarm swarm) {
      var peer = swarm.get(request.peerId());
      if (peer != null && peer.socket == socket) {
        remove(swarm, peer);
      }
      entry = new Entry.Entered(List.of());
    }

    private void enter(WebRtcSwarm swarm) {
      var peer = swarm.get(request.peerId());
      if (peer != null && peer.socket != socket && peer.host == socket.host()) {
        // The same peer came back before its old socket was found to be dead.
        remove(swarm, peer);
        peer = null;
      }
      if (peer == null) {
        peer = add(swarm);
      } else if (peer.socket != socket) {
        refuse("peer_id: another peer of this swarm has it");
        return;
      }
      if (peer != null) {
        if (!peer.listed && hasRoom(swarm, peer)) {
          swarm.list(peer);
        }
        swarm.renew(peer, request.isSeeder(), request.event(), clock.getAsLong());
        entry = new Entry.Entered(swarm.choose(peer, wanted));
      }
    }

    private @Nullable WebRtcPeer add(WebRtcSwarm swarm) {
      var peer = new WebRtcPeer(request.infoHash(), request.peerId(), socket);
      if (!shares.admits(peer.host, isOurs)) {
        return refuse("this tracker is full: no more peers, try later");
      }
      if (!socket.add(peer)) {
        return refuse("too many torrents on one WebSocket");
      }
      // A peer that completes has been a leecher until now, though perhaps not here.
      swarm.add(peer, request.isSeeder() && request.event() != AnnounceEvent.COMPLETED);
      shares.add(peer.host, 1);
      return peer;
    }

    private boolean hasRoom(WebRtcSwarm swarm, WebRtcPeer peer) {
      return limits.peersPerAddress() == 0 || swarm.ofHost(peer.host) < limits.peersPerAddress();
    }

    private @Nullable WebRtcPeer refuse(String reason) {
      entry = new Entry.Refused(reason);
      return null;
    }
  }

  private void remove(WebRtcSwarm swarm, WebRtcPeer peer) {
    swarm.remove(peer);
    peer.socket.remove(peer);
    shares.add(peer.host, -1);
  }

  /** Removes the peer from its swarm, if it is still there. */
  void leave(WebRtcPeer peer) {
    swarms.computeIfPresent(
        peer.infoHash,
        (infoHash, swarm) -> {
          if (swarm.get(peer.id) == peer) {
            remove(swarm, peer);
          }
          return swarm.isForgotten(clock.getAsLong()) ? null : swarm;
        });
  }

  Optional<WebRtcPeer> find(InfoHash infoHash, PeerId id) {
    var found = new WebRtcPeer[1];
    swarms.computeIfPresent(
        infoHash,
        (key, swarm) -> {
          found[0] = swarm.get(id);
          return swarm;
        });
    return Optional.ofNullable(found[0]);
  }

  SwarmCounts counts(InfoHash infoHash) {
    if (swarms.isEmpty()) {
      return NOBODY;
    }
    var counts = new SwarmCounts[] {NOBODY};
    swarms.computeIfPresent(
        infoHash,
        (key, swarm) -> {
          counts[0] = swarm.counts();
          return swarm;
        });
    return counts[0];
  }

  /** Drops peers whose time is over. Must be called from time to time. */
  void expire() {
    long seconds = clock.getAsLong();
    long since = seconds - settings.peerTimeout().toSeconds();
    for (InfoHash infoHash : swarms.keySet()) {
      swarms.computeIfPresent(
          infoHash,
          (key, swarm) -> {
            swarm.silentSince(since).forEach(peer -> remove(swarm, peer));
            return swarm.isForgotten(seconds) ? null : swarm;
          });
    }
  }

  long peers() {
    return shares.total();
  }
}
