package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.spillway.net.SipHash;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.tracker.webtorrent.MalformedWebTorrentException;
import org.spillway.tracker.webtorrent.RequestReader;
import org.spillway.tracker.webtorrent.ResponseWriter;
import org.spillway.tracker.webtorrent.WebRtcOffer;
import org.spillway.tracker.webtorrent.WebTorrentRequest;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Announce;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Answer;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Scrape;

/**
 * Answers each message of a WebSocket, and decides which peers hear of it (WebTorrent's protocol),
 * without a socket. An offer goes to a peer of the same swarm, and its answer only back to the peer
 * that made it. Safe for use by many threads, one at a time for each socket.
 */
final class WebSocketRequests {
  private final Swarms swarms;
  private final WebRtcSwarms webRtc;
  private final PeerSockets sockets;
  private final WebSocketSettings settings;
  private final SipHash hash;
  private final LongSupplier clock;
  private final RequestReader reader = new RequestReader();
  private final ResponseWriter writer = new ResponseWriter();
  private final DoorCounters counters = new DoorCounters();
  private final UnfinishedMessages unfinished = new UnfinishedMessages();

  /**
   * Answers for some swarms.
   *
   * @param hash a hash whose key peers do not know, so that nobody can make up an offer to answer
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   */
  WebSocketRequests(
      Swarms swarms,
      WebRtcSwarms webRtc,
      WebSocketSettings settings,
      SipHash hash,
      LongSupplier clock) {
    this.swarms = swarms;
    this.webRtc = webRtc;
    this.settings = settings;
    this.sockets = new PeerSockets(settings, clock);
    this.hash = hash;
    this.clock = clock;
  }

  TrackerStats.Door stats() {
    return counters.snapshot();
  }

  /** Returns the number of open sockets. */
  int openSockets() {
    return sockets.size();
  }

  /** Returns whether a socket may be opened now. */
  boolean admits(InetAddress source) {
    return settings.enabled() && sockets.admits(source);
  }

  boolean isEnabled() {
    return settings.enabled();
  }

  /** Returns the limit of the memory for messages that are not whole yet. */
  UnfinishedMessages unfinished() {
    return unfinished;
  }

  PeerSocket open(InetAddress source, WebSocketChannel channel) {
    return sockets.open(source, channel);
  }

  /** Removes a socket that is closed, and its peers. Safe to call twice. */
  void closed(PeerSocket socket) {
    socket.end().forEach(webRtc::leave);
    // This comes last, because code that sees that the socket is gone may rely on its peers being
    // gone, too.
    sockets.closed(socket);
  }

  /** Notes that a pong or a part of a message was received. */
  void heard(PeerSocket socket) {
    socket.heard(clock.getAsLong());
  }

  /** Drops peers and sockets whose time is over. Must be called from time to time. */
  void expire() {
    sockets.look();
    webRtc.expire();
  }

  /** Closes all sockets. */
  void close() {
    sockets.closeAll();
  }

  /**
   * Handles a message.
   *
   * @param utf8 one whole message
   */
  void receive(PeerSocket socket, byte[] utf8) {
    long now = clock.getAsLong();
    socket.heard(now);
    if (!socket.pays(utf8.length, now)) {
      counters.refused.increment();
      socket.close(WebSocketChannel.POLICY_VIOLATION, "too many messages");
      return;
    }
    try {
      answer(socket, reader.read(utf8));
    } catch (MalformedWebTorrentException e) {
      counters.malformed.increment();
      socket.send(writer.failed(String.valueOf(e.getMessage())));
    }
  }

  private void answer(PeerSocket socket, WebTorrentRequest request) {
    if (request instanceof Announce announce) {
      announce(socket, announce);
    } else if (request instanceof Answer answer) {
      relay(socket, answer);
    } else {
      scrape(socket, (Scrape) request);
    }
  }

  private void announce(PeerSocket socket, Announce announce) {
    var request = announce.request();
    var refusal = swarms.refusal(request.infoHash());
    if (refusal.isPresent()) {
      refuse(socket, request.infoHash(), refusal.get().reason());
      return;
    }
    var entry =
        webRtc.announce(
            socket, request, swarms.isOurs(request.infoHash()), announce.offers().size());
    if (entry instanceof WebRtcSwarms.Entry.Refused refused) {
      refuse(socket, request.infoHash(), refused.reason());
      return;
    }
    counters.announces.increment();
    swarms.announcedOverWebSocket(request);
    var counts = swarms.counts(request.infoHash(), socket.address());
    socket.send(writer.announced(request.infoHash(), counts, settings.interval()));
    var others = ((WebRtcSwarms.Entry.Entered) entry).others();
    for (int i = 0; i < others.size(); i++) {
      offer(others.get(i).socket, request.infoHash(), request.peerId(), announce.offers().get(i));
    }
  }

  private void offer(WebRtcPeer.Socket to, InfoHash infoHash, PeerId from, WebRtcOffer offer) {
    to.addTicket(ticket(infoHash, from, offer.id()));
    to.send(writer.offer(infoHash, from, offer));
  }

  /**
   * Returns the ticket of an offer; the peer that gets the offer holds the ticket until it answers.
   */
  private long ticket(InfoHash infoHash, PeerId from, String offerId) {
    var message = ByteBuffer.allocate(InfoHash.LENGTH + PeerId.LENGTH + offerId.length());
    infoHash.writeTo(message);
    from.writeTo(message);
    message.put(offerId.getBytes(StandardCharsets.ISO_8859_1));
    return hash.hash(message.array());
  }

  private void relay(PeerSocket socket, Answer answer) {
    boolean isOfSocket =
        webRtc
            .find(answer.infoHash(), answer.from())
            .filter(peer -> peer.socket == socket)
            .isPresent();
    if (!isOfSocket) {
      refuse(socket, answer.infoHash(), "peer_id: not in this swarm, announce it first");
      return;
    }
    if (!socket.takeTicket(ticket(answer.infoHash(), answer.to(), answer.offerId()))) {
      refuse(socket, answer.infoHash(), "offer_id: there is no such offer to this peer");
      return;
    }
    // A peer that has left meanwhile needs no answer.
    webRtc
        .find(answer.infoHash(), answer.to())
        .ifPresent(peer -> peer.socket.send(writer.answer(answer)));
  }

  private void refuse(PeerSocket socket, InfoHash infoHash, String reason) {
    counters.refused.increment();
    socket.send(writer.failed(infoHash, reason));
  }

  private void scrape(PeerSocket socket, Scrape scrape) {
    counters.scrapes.increment();
    socket.send(writer.scraped(counts(scrape.infoHashes(), socket.address())));
  }

  private Map<InfoHash, SwarmCounts> counts(List<InfoHash> infoHashes, InetAddress source) {
    Map<InfoHash, SwarmCounts> files = new HashMap<>();
    for (InfoHash infoHash : infoHashes) {
      swarms.scrape(infoHash, source).ifPresent(counts -> files.put(infoHash, counts));
    }
    return files;
  }
}
