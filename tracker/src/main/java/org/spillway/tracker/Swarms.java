package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * The swarms as all doors show them: the store behind the policy, and the built-in seeders first in
 * each of our swarms. Peers of the WebSocket door are counted, too, but not named: they have no
 * address. Safe for use by many threads.
 *
 * <p>A peer's address is always the one its request came from. The addresses that it names itself
 * (BEP 3, BEP 7, BEP 15) are ignored, from loopback too, where a reverse proxy may stand: believing
 * them would let anyone point a whole swarm at a host of his choice.
 */
final class Swarms {
  static final String UNREGISTERED_TORRENT = "unregistered torrent";

  private static final AnnounceAnswer UNREGISTERED =
      new AnnounceAnswer.Failed(UNREGISTERED_TORRENT);
  private static final AnnounceAnswer NO_PORT =
      new AnnounceAnswer.Failed("port: 1 to 65535, not 0");

  private final TrackerSettings settings;
  private final Predicate<InfoHash> ours;
  private final Function<InetAddress, List<PeerAddress>> seeders;
  private final PeerListener listener;
  private final SwarmStore store;
  private final WebRtcSwarms webRtc;

  Swarms(
      TrackerSettings settings,
      Predicate<InfoHash> ours,
      Function<InetAddress, List<PeerAddress>> seeders,
      PeerListener listener,
      SwarmStore store,
      WebRtcSwarms webRtc) {
    this.settings = settings;
    this.ours = ours;
    this.seeders = seeders;
    this.listener = listener;
    this.store = store;
    this.webRtc = webRtc;
  }

  /**
   * @param mostPeers that the door can carry
   */
  AnnounceAnswer announce(AnnounceRequest request, InetAddress source, int mostPeers) {
    boolean isOurs = ours.test(request.infoHash());
    if (!isAdmitted(isOurs)) {
      return UNREGISTERED;
    }
    if (request.port() == 0) {
      return NO_PORT;
    }
    var announcement =
        new Announcement(
            request.infoHash(),
            new PeerAddress(source, request.port()),
            request.isSeeder(),
            request.event());
    var answer = introduce(announcement, isOurs, Math.min(mostPeers, wanted(request)));
    if (isOurs) {
      listener.announced(request, announcement.peer());
    }
    return answer;
  }

  /** Whether the policy allows announces for a torrent. */
  boolean admits(InfoHash infoHash) {
    return isAdmitted(ours.test(infoHash));
  }

  /** A peer announced itself over a WebSocket and was let in. */
  void announcedOverWebSocket(AnnounceRequest request) {
    if (ours.test(request.infoHash())) {
      listener.announcedOverWebSocket(request);
    }
  }

  private boolean isAdmitted(boolean isOurs) {
    return isOurs || settings.policy() == TrackerPolicy.OPEN;
  }

  private int wanted(AnnounceRequest request) {
    if (request.event() == AnnounceEvent.STOPPED) {
      return 0;
    }
    return request.numWant() == AnnounceRequest.DEFAULT_NUM_WANT
        ? settings.numWant()
        : Math.min(request.numWant(), settings.maxNumWant());
  }

  private AnnounceAnswer introduce(Announcement announcement, boolean isOurs, int wanted) {
    var source = announcement.peer().address();
    var family = announcement.family();
    var peers = ByteBuffer.allocate(wanted * family.compactLength());
    if (isOurs && announcement.event() != AnnounceEvent.STOPPED) {
      putSeeders(source, peers);
    }
    var stored = store.announce(announcement, peers);
    var counts = plus(stored, webRtc.counts(announcement.infoHash()));
    return announced(withSeeders(counts, source, isOurs), family, peers);
  }

  private AnnounceAnswer announced(SwarmCounts counts, AddressFamily family, ByteBuffer peers) {
    return new AnnounceAnswer.Announced(
        settings.interval(),
        settings.minInterval(),
        counts.complete(),
        counts.incomplete(),
        family.read(peers.flip()));
  }

  private void putSeeders(InetAddress source, ByteBuffer out) {
    var family = AddressFamily.of(source);
    for (PeerAddress seeder : seeders.apply(source)) {
      if (AddressFamily.of(seeder.address()) == family && out.hasRemaining()) {
        family.unpack(family.pack(seeder), 0, out);
      }
    }
  }

  /** Empty for a torrent that the policy does not admit; zeros if nobody was seen yet. */
  Optional<SwarmCounts> scrape(InfoHash infoHash, InetAddress source) {
    boolean isOurs = ours.test(infoHash);
    if (!isAdmitted(isOurs)) {
      return Optional.empty();
    }
    return Optional.of(counts(infoHash, source, isOurs));
  }

  /** Of a torrent that the policy admits, as a peer with this address sees them. */
  SwarmCounts counts(InfoHash infoHash, InetAddress source) {
    return counts(infoHash, source, ours.test(infoHash));
  }

  private SwarmCounts counts(InfoHash infoHash, InetAddress source, boolean isOurs) {
    var stored = store.scrape(infoHash, AddressFamily.of(source));
    return withSeeders(plus(stored, webRtc.counts(infoHash)), source, isOurs);
  }

  private static SwarmCounts plus(SwarmCounts one, SwarmCounts other) {
    return new SwarmCounts(
        one.complete() + other.complete(),
        one.downloaded() + other.downloaded(),
        one.incomplete() + other.incomplete());
  }

  private SwarmCounts withSeeders(SwarmCounts counts, InetAddress source, boolean isOurs) {
    if (!isOurs) {
      return counts;
    }
    var family = AddressFamily.of(source);
    int builtIn = 0;
    for (PeerAddress seeder : seeders.apply(source)) {
      if (AddressFamily.of(seeder.address()) == family) {
        builtIn++;
      }
    }
    return new SwarmCounts(counts.complete() + builtIn, counts.downloaded(), counts.incomplete());
  }
}
