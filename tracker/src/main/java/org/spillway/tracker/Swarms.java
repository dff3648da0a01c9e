package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceAnswer.Failed;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.CompactPeers;
import org.spillway.torrent.announce.SwarmCounts;

/**
 * The swarms as all doors show them: the store behind the policy, and the built-in seeder first in
 * each of our swarms. Peers of the WebSocket door are counted, too, but not named, because they
 * have no address. Safe for use by many threads.
 *
 * <p>A peer's address is always the one its request came from. The addresses that it names itself
 * (BEP 3, BEP 7, BEP 15) are ignored, even from loopback, where a reverse proxy may stand: with
 * them, anyone could point a whole swarm at a host of his choice.
 */
final class Swarms {
  private static final Failed UNREGISTERED = new Failed("unregistered torrent");

  /**
   * The refusal while the catalog is not known; Transmission never announces again to a tracker
   * that refuses a torrent.
   */
  private static final Failed NOT_KNOWN_YET =
      new Failed(
          "this server has just started and still reads its files: ask again in a minute",
          Duration.ofMinutes(1));

  private final TrackerSettings settings;
  private final Function<InfoHash, Standing> standing;
  private final BuiltInSeeder seeder;
  private final PeerListener listener;
  private final SwarmStore store;
  private final WebRtcSwarms webRtc;
  private final PeerIds peerIds = new PeerIds();

  Swarms(
      TrackerSettings settings,
      Function<InfoHash, Standing> standing,
      BuiltInSeeder seeder,
      PeerListener listener,
      SwarmStore store,
      WebRtcSwarms webRtc) {
    this.settings = settings;
    this.standing = standing;
    this.seeder = seeder;
    this.listener = listener;
    this.store = store;
    this.webRtc = webRtc;
  }

  /**
   * Answers an announce through a door that carries peers of the asker's family only.
   *
   * @param mostPeers how many peers the door can carry
   */
  AnnounceAnswer announce(AnnounceRequest request, InetAddress source, int mostPeers) {
    return announce(request, source, Math.min(mostPeers, wanted(request)), false);
  }

  /** Answers an announce through a door that carries peers of both families. */
  AnnounceAnswer announce(AnnounceRequest request, InetAddress source) {
    return announce(request, source, wanted(request), true);
  }

  private AnnounceAnswer announce(
      AnnounceRequest request, InetAddress source, int wanted, boolean bothFamilies) {
    var known = standing.apply(request.infoHash());
    var refusal = refusal(known);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    boolean isOurs = known == Standing.OURS;
    var announcement = Announcement.of(request, isOurs, source);
    var answer = introduce(announcement, isOurs, wanted, bothFamilies);
    if (announcement.reachable()) {
      peerIds.put(request.infoHash(), announcement.peer(), request.peerId());
    }
    if (isOurs) {
      listener.announced(request, source);
    }
    return answer;
  }

  /**
   * Returns the id of a peer, as far as it is known.
   *
   * @param asker the address of the peer that was told of it
   */
  Optional<PeerId> idOf(PeerAddress peer, InfoHash infoHash, InetAddress asker) {
    return seeder.addresses().apply(asker).contains(peer)
        ? Optional.of(seeder.id())
        : peerIds.get(infoHash, peer);
  }

  /** Returns why announces and scrapes of a torrent are refused; empty if they are not. */
  Optional<Failed> refusal(InfoHash infoHash) {
    return refusal(standing.apply(infoHash));
  }

  private Optional<Failed> refusal(Standing known) {
    if (known == Standing.OURS || settings.policy() == TrackerPolicy.OPEN) {
      return Optional.empty();
    }
    return Optional.of(known == Standing.FOREIGN ? UNREGISTERED : NOT_KNOWN_YET);
  }

  /** Returns why a scrape cannot be answered yet; empty if it can. */
  Optional<Failed> postponed(List<InfoHash> infoHashes) {
    return infoHashes.stream()
        .flatMap(infoHash -> refusal(infoHash).stream())
        .filter(NOT_KNOWN_YET::equals)
        .findFirst();
  }

  /** Notes that a peer announced itself over a WebSocket and was let in. */
  void announcedOverWebSocket(AnnounceRequest request) {
    if (isOurs(request.infoHash())) {
      listener.announcedOverWebSocket(request);
    }
  }

  boolean isOurs(InfoHash infoHash) {
    return standing.apply(infoHash) == Standing.OURS;
  }

  private int wanted(AnnounceRequest request) {
    if (request.event() == AnnounceEvent.STOPPED) {
      return 0;
    }
    return request.numWant() == AnnounceRequest.DEFAULT_NUM_WANT
        ? settings.numWant()
        : Math.min(request.numWant(), settings.maxNumWant());
  }

  private AnnounceAnswer introduce(
      Announcement announcement, boolean isOurs, int wanted, boolean bothFamilies) {
    var family = announcement.family();
    int kept = bothFamilies ? Math.min(wanted / 4, othersOf(announcement)) : 0;
    var peers = ByteBuffer.allocate((wanted - kept) * family.compactLength());
    boolean meetsSeeder = isOurs && announcement.event() != AnnounceEvent.STOPPED;
    if (meetsSeeder) {
      putSeeders(announcement, family, peers);
    }
    boolean hasSeeder = peers.position() > 0;
    var stored = store.announce(announcement, peers);
    int rest = bothFamilies ? wanted - peers.position() / family.compactLength() : 0;
    var others = ByteBuffer.allocate(rest * family.other().compactLength());
    if (meetsSeeder && !hasSeeder) {
      putSeeders(announcement, family.other(), others);
    }
    store.chooseOthers(announcement, others);
    var counts = plus(stored, webRtc.counts(announcement.infoHash()));
    return announced(
        withSeeders(counts, announcement.peer().address(), isOurs),
        family.read(peers.flip(), others.flip()));
  }

  /** Returns how many peers of the other family to add: they get room, but not much of it. */
  private int othersOf(Announcement announcement) {
    var counts = store.scrape(announcement.infoHash(), announcement.family().other());
    return counts.complete() + counts.incomplete();
  }

  private AnnounceAnswer announced(SwarmCounts counts, CompactPeers peers) {
    return new AnnounceAnswer.Announced(
        settings.interval(), settings.minInterval(), counts.complete(), counts.incomplete(), peers);
  }

  private void putSeeders(Announcement announcement, AddressFamily family, ByteBuffer out) {
    for (PeerAddress address : seeder.addresses(announcement.peer().address(), family)) {
      if (out.hasRemaining()) {
        family.unpack(family.pack(address), 0, out);
      }
    }
  }

  /**
   * Returns the counts of a torrent; empty if the policy does not admit it, and zeros if no peer
   * was seen yet.
   */
  Optional<SwarmCounts> scrape(InfoHash infoHash, InetAddress source) {
    var known = standing.apply(infoHash);
    return refusal(known).isPresent()
        ? Optional.empty()
        : Optional.of(counts(infoHash, source, known == Standing.OURS));
  }

  /**
   * Returns the counts of a torrent that the policy admits, as a peer with this address sees them.
   */
  SwarmCounts counts(InfoHash infoHash, InetAddress source) {
    return counts(infoHash, source, isOurs(infoHash));
  }

  private SwarmCounts counts(InfoHash infoHash, InetAddress source, boolean isOurs) {
    var stored = store.scrape(infoHash, AddressFamily.of(source));
    return withSeeders(plus(stored, webRtc.counts(infoHash)), source, isOurs);
  }

  private static SwarmCounts plus(SwarmCounts one, SwarmCounts other) {
    return new SwarmCounts(
        one.complete() + other.complete(),
        one.downloaded() + other.downloaded(),
        one.incomplete() + other.incomplete(),
        one.downloaders() + other.downloaders());
  }

  private SwarmCounts withSeeders(SwarmCounts counts, InetAddress source, boolean isOurs) {
    if (!isOurs) {
      return counts;
    }
    int builtIn = seeder.addresses(source, AddressFamily.of(source)).size();
    return new SwarmCounts(
        counts.complete() + builtIn,
        counts.downloaded(),
        counts.incomplete(),
        counts.downloaders());
  }
}
