package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.MalformedAnnounceException;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerRequest.Announce;
import org.spillway.torrent.announce.UdpTrackerRequest.Connect;
import org.spillway.torrent.announce.UdpTrackerRequest.Scrape;
import org.spillway.torrent.announce.UdpTrackerResponse;

/**
 * Answers each datagram (BEP 15), without a socket. A sender that has not proved its address gets
 * 16 bytes for the 16 of a connect, and no answer to anything else. Safe for use by many threads.
 */
final class UdpRequests {
  /**
   * The longest answer that crosses any IPv6 network in one piece (RFC 8200 §5), in bytes without
   * the headers.
   */
  static final int MAX_ANSWER = 1280 - 40 - 8;

  private static final int HEADER = 16;
  private static final int ANNOUNCE_FIXED = 20;
  private static final SwarmCounts UNKNOWN = new SwarmCounts(0, 0, 0);

  private final Swarms swarms;
  private final ConnectionIds connectionIds;
  private final DoorCounters counters = new DoorCounters();
  private final LongAdder connects = new LongAdder();

  UdpRequests(Swarms swarms, ConnectionIds connectionIds) {
    this.swarms = swarms;
    this.connectionIds = connectionIds;
  }

  TrackerStats.Door stats() {
    return counters.snapshot();
  }

  long connects() {
    return connects.sum();
  }

  /**
   * Answers a datagram.
   *
   * @param datagram the bytes in big-endian order; the position is undefined afterwards
   */
  Optional<UdpTrackerResponse> answer(ByteBuffer datagram, InetAddress source) {
    if (datagram.remaining() < HEADER) {
      return silence();
    }
    long connectionId = datagram.getLong(datagram.position());
    boolean isVerified = connectionIds.isValid(connectionId, source);
    if (!isVerified && connectionId != UdpTrackerRequest.PROTOCOL_ID) {
      return silence();
    }
    int transactionId = datagram.getInt(datagram.position() + HEADER - Integer.BYTES);
    try {
      return answer(UdpTrackerRequest.read(datagram), source, isVerified);
    } catch (MalformedAnnounceException e) {
      counters.malformed.increment();
      return isVerified ? failed(transactionId, String.valueOf(e.getMessage())) : Optional.empty();
    }
  }

  private Optional<UdpTrackerResponse> silence() {
    counters.malformed.increment();
    return Optional.empty();
  }

  private static Optional<UdpTrackerResponse> failed(int transactionId, String reason) {
    return Optional.of(new UdpTrackerResponse.Failed(transactionId, reason));
  }

  private Optional<UdpTrackerResponse> answer(
      UdpTrackerRequest request, InetAddress source, boolean isVerified) {
    if (request instanceof Connect connect) {
      connects.increment();
      long id = connectionIds.issue(source);
      return Optional.of(new UdpTrackerResponse.Connected(connect.transactionId(), id));
    }
    if (!isVerified) {
      return silence();
    }
    return request instanceof Announce announce
        ? announce(announce, source)
        : Optional.of(scrape((Scrape) request, source));
  }

  private Optional<UdpTrackerResponse> announce(Announce announce, InetAddress source) {
    int mostPeers = (MAX_ANSWER - ANNOUNCE_FIXED) / AddressFamily.of(source).compactLength();
    var answer = swarms.announce(announce.request(), source, mostPeers);
    if (answer instanceof AnnounceAnswer.Announced announced) {
      counters.announces.increment();
      return Optional.of(
          new UdpTrackerResponse.Announced(
              announce.transactionId(),
              announced.interval(),
              announced.incomplete(),
              announced.complete(),
              announced.peers()));
    }
    counters.refused.increment();
    return failed(announce.transactionId(), ((AnnounceAnswer.Failed) answer).reason());
  }

  private UdpTrackerResponse scrape(Scrape scrape, InetAddress source) {
    var postponed = swarms.postponed(scrape.infoHashes());
    if (postponed.isPresent()) {
      counters.refused.increment();
      return new UdpTrackerResponse.Failed(scrape.transactionId(), postponed.get().reason());
    }
    counters.scrapes.increment();
    List<SwarmCounts> counts = new ArrayList<>();
    for (InfoHash infoHash : scrape.infoHashes()) {
      counts.add(swarms.scrape(infoHash, source).orElse(UNKNOWN));
    }
    return new UdpTrackerResponse.Scraped(scrape.transactionId(), counts);
  }
}
