package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.admission.MessageBudget;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.HaveNone;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/**
 * Exchanges messages with one peer after the handshakes. Used on the connection's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class PeerSession implements Session, Interest.Listener {
  private final Channel channel;
  private final MessageWriter writer;
  private final SharedTorrent content;
  private final EngineContext context;
  private final Handshake theirs;
  private final boolean fast;
  private final PeerPolicy policy;
  private final UploadMeter meter;
  private final Upload upload;
  private final Interest interest;
  private final Extensions extensions;
  private final MessageBudget budget;
  private final @Nullable PeerDownload download;

  /** Pieces that the peer said it has, one by one. */
  private int haves;

  PeerSession(PeerContext peer, SharedTorrent content, Handshake theirs) {
    this.channel = peer.channel();
    this.writer = peer.writer();
    this.content = content;
    this.context = peer.engine();
    this.theirs = theirs;
    this.fast = theirs.hasFast();
    this.policy = content.policyFor(peer.host());
    this.meter = content.meterFor(theirs.peerId());
    this.upload = new Upload(peer, content, policy, meter, this::unreadable);
    this.interest = new Interest(channel, peer.connection(), context.choker(), policy, this);
    this.extensions = new Extensions(peer, content, this::lacks);
    this.budget = new MessageBudget(channel.eventLoop().ticker());
    this.download = content.download().map(missing -> download(peer, missing)).orElse(null);
  }

  private PeerDownload download(PeerContext peer, Download missing) {
    return new PeerDownload(peer, missing, policy, fast);
  }

  /** Sends the first messages: the pieces we have, and the handshake of extensions. */
  @Override
  public void begin() {
    var told = policy.greet();
    content.withdrawn().since(0).forEach(told::clear);
    tell(told);
    if (theirs.hasExtensions()) {
      boolean all = told.cardinality() == content.pieceCount();
      extensions.greet(context.settings().maxQueuedRequests(), context.port(), all);
    }
    offer();
  }

  private void tell(BitSet pieces) {
    if (pieces.isEmpty()) {
      if (fast) {
        writer.send(new HaveNone());
      }
    } else if (fast && pieces.cardinality() == content.pieceCount()) {
      writer.send(new HaveAll());
    } else {
      writer.send(Bitfield.of(pieces, content.pieceCount()));
    }
  }

  /** Tells the peer which pieces it may ask for now. */
  private void offer() {
    policy.nextOffers(interest.isUnchoked()).forEach(piece -> writer.send(new Have(piece)));
  }

  /** Handles a message. Messages that need no answer are ignored. */
  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    if (message instanceof Request request) {
      request(request);
    } else if (message instanceof Cancel cancel) {
      cancel(new Request(cancel.piece(), cancel.begin(), cancel.length()));
    } else if (message instanceof HashRequest request) {
      hashes(request);
    } else if (message instanceof Have have) {
      have(have);
    } else if (download == null || !download.received(message)) {
      spend();
      others(message);
    }
  }

  /** Parts with a peer that sends too many messages that ask for nothing new. */
  private void spend() throws MalformedMessageException {
    if (!budget.spend()) {
      throw new MalformedMessageException(
          "more than %d messages at once that ask for nothing new".formatted(MessageBudget.BURST));
    }
  }

  private void others(PeerMessage message) throws MalformedMessageException {
    if (message instanceof Interested) {
      interest.begin();
    } else if (message instanceof NotInterested) {
      interest.end();
    } else if (message instanceof Extended extended) {
      extensions.received(extended);
      if (download != null && extensions.requestQueue() > 0) {
        download.keepsRequests(extensions.requestQueue());
      }
    } else if (message instanceof Bitfield bitfield) {
      requirePiece(bitfield.isValidFor(content.pieceCount()), message);
      has(bitfield.toBitSet());
    } else if (message instanceof HaveAll) {
      var all = new BitSet();
      all.set(0, content.pieceCount());
      has(all);
    }
  }

  private void has(BitSet pieces) {
    pieces.stream().forEach(policy::has);
    if (download != null) {
      download.has(pieces);
    }
    partIfComplete();
  }

  private void request(Request request) throws MalformedMessageException {
    boolean exists = content.contains(request);
    if (!exists && !fast) {
      throw new MalformedMessageException(
          "%s does not exist in %s".formatted(request, content.info()));
    }
    if (exists && content.has(request.piece()) && interest.isUnchoked() && upload.add(request)) {
      policy.requested(request.piece(), request.length());
    } else {
      spend();
      context.counters().requestsRejected.increment();
      meter.rejected();
      reject(request);
    }
  }

  /**
   * Rejects a request. Without the fast extension no message says so, and the request is dropped
   * (BEP 3).
   */
  private void reject(Request request) {
    if (fast) {
      writer.send(new RejectRequest(request.piece(), request.begin(), request.length()));
    }
  }

  /** Rejects blocks whose pieces were withdrawn; without rejects the peer would wait for ever. */
  private void unreadable(List<Request> requests) {
    if (fast && requests.stream().anyMatch(request -> !content.has(request.piece()))) {
      requests.forEach(this::reject);
      writer.flush();
    } else {
      channel.close();
    }
  }

  private void lacks(int piece) {
    policy.lacks(piece);
    if (download != null) {
      download.lacks(piece);
    }
  }

  private void cancel(Request request) throws MalformedMessageException {
    if (upload.remove(request)) {
      reject(request);
    } else {
      spend();
    }
  }

  @Override
  public void unchoke() {
    writer.send(new Unchoke());
    offer();
    writer.flushSoon();
  }

  @Override
  public void choke() {
    if (channel.isActive()) {
      writer.send(new Choke());
      upload.removeAll().forEach(this::reject);
      writer.flushSoon();
    }
  }

  private void hashes(HashRequest request) throws MalformedMessageException {
    var range = request.range();
    var hashes = writer.isCrowded() ? Optional.<ByteBuffer>empty() : content.hashes(range);
    if (hashes.isEmpty()) {
      spend();
    }
    writer.send(
        hashes.<PeerMessage>map(found -> new Hashes(range, found)).orElse(new HashReject(range)));
  }

  private void have(Have have) throws MalformedMessageException {
    requirePiece(have.piece() < content.pieceCount(), have);
    haves++;
    if (haves > content.pieceCount()) {
      spend();
    }
    policy.has(have.piece());
    if (download != null) {
      download.has(have.piece());
    }
    partIfComplete();
  }

  /** Two seeders have nothing to give each other. */
  private void partIfComplete() {
    if (policy.isComplete() && content.isComplete()) {
      channel.close();
    }
  }

  private void requirePiece(boolean exists, PeerMessage message) throws MalformedMessageException {
    if (!exists) {
      throw new MalformedMessageException(
          "%s does not exist in %s".formatted(message, content.info()));
    }
  }

  @Override
  public void proceed() throws MalformedMessageException {
    upload.proceed();
    if (download != null) {
      download.proceed();
    }
    offer();
  }

  @Override
  public void tick() throws MalformedMessageException {
    if (download != null) {
      download.tick();
      partIfComplete();
    }
    extensions.tick(policy.isComplete());
    offer();
  }

  @Override
  public int theirPort() {
    return extensions.theirPort();
  }

  @Override
  public boolean progressedSince() {
    boolean received = download != null && download.progressedSince();
    return upload.progressedSince() || received;
  }

  @Override
  public boolean wasUseful() {
    return download != null && download.wasUseful();
  }

  @Override
  public long expectedBytes() {
    return download == null ? 0 : download.expectedBytes();
  }

  @Override
  public void close() {
    interest.end();
    upload.close();
    policy.leave();
    extensions.close();
    if (download != null) {
      download.leave();
    }
  }
}
