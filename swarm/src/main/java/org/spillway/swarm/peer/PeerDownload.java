package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.PeerBlocks;
import org.spillway.torrent.peer.AllowedFast;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/**
 * Asks one peer for blocks (BEP 3, 6), and hands pieces to the disk threads. Used on the
 * connection's event loop only.
 */
final class PeerDownload {
  /** The time in nanoseconds after which blocks that a peer does not send are asked of others. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  /** The time in nanoseconds that a limited download waits at least, so that turns are not many. */
  private static final long SHORTEST_TURN = TimeUnit.MILLISECONDS.toNanos(20);

  /** The most blocks of one peer that nobody asked for. */
  static final int MOST_UNASKED = 50;

  private final Channel channel;
  private final PeerConnection connection;
  private final MessageWriter writer;
  private final EngineContext context;
  private final Download download;
  private final PeerBlocks blocks;
  private final PeerPolicy policy;
  private final boolean fast;
  private boolean interested;
  private boolean progressed;
  private boolean useful;

  /** Whether the peer will be asked again when the rate of the download allows it. */
  private boolean waits;

  /** The number of blocks that the peer was not asked for. */
  private int unasked;

  PeerDownload(PeerContext peer, Download download, PeerPolicy policy, boolean fast) {
    this.channel = peer.channel();
    this.connection = peer.connection();
    this.writer = peer.writer();
    this.context = peer.engine();
    this.download = download;
    this.blocks = new PeerBlocks(download);
    this.policy = policy;
    this.fast = fast;
  }

  void has(int piece) {
    blocks.has(piece);
  }

  void has(BitSet pieces) {
    blocks.has(pieces);
  }

  void lacks(int piece) {
    blocks.lacks(piece);
  }

  /** Sets how many waiting requests the peer keeps (BEP 10). */
  void keepsRequests(int most) {
    blocks.keepsRequests(most);
  }

  /** Handles a message; returns false if it has nothing to do with what the peer sends us. */
  boolean received(PeerMessage message) throws MalformedMessageException {
    if (message instanceof Piece piece) {
      block(piece);
    } else if (message instanceof Choke) {
      blocks.choked(fast);
    } else if (message instanceof Unchoke) {
      blocks.unchoked();
    } else if (message instanceof RejectRequest reject) {
      blocks.rejected(new Request(reject.piece(), reject.begin(), reject.length()));
    } else if (message instanceof AllowedFast allowed) {
      blocks.allowFast(index(allowed.piece()));
    } else {
      return false;
    }
    return true;
  }

  private int index(int piece) throws MalformedMessageException {
    int count = download.info().pieceCount();
    if (piece >= count) {
      throw new MalformedMessageException("piece %d does not exist, of %d".formatted(piece, count));
    }
    return piece;
  }

  private void block(Piece message) throws MalformedMessageException {
    var block = message.block();
    int length = block.remaining();
    context.counters().bytesReceived.add(length);
    if (!blocks.owes(message.piece(), message.begin(), length)) {
      unasked();
      return;
    }
    progressed = true;
    policy.received(length);
    connection.received(context.nanoTime().getAsLong());
    blocks.add(message.piece(), message.begin(), block).ifPresent(this::settle);
  }

  /** Parts with a peer that sends blocks that it was not asked for; they are of no use to us. */
  private void unasked() throws MalformedMessageException {
    if (!blocks.isLate() && ++unasked > MOST_UNASKED) {
      throw new MalformedMessageException(
          "sent more than %d blocks that it was not asked for".formatted(MOST_UNASKED));
    }
  }

  private void settle(Runnable piece) {
    useful = true;
    context
        .disk()
        .execute(
            () -> {
              piece.run();
              channel.eventLoop().execute(this::goOn);
            });
  }

  private void goOn() {
    if (channel.isActive()) {
      channel.pipeline().fireChannelReadComplete();
    }
  }

  /** Sends what the state of the download calls for. */
  void proceed() throws MalformedMessageException {
    if (blocks.isGuilty()) {
      throw new MalformedMessageException("sent a wrong block");
    }
    for (Request request : blocks.obsolete()) {
      writer.send(new Cancel(request.piece(), request.begin(), request.length()));
    }
    declareInterest();
    for (Request request : blocks.next()) {
      writer.send(request);
    }
    awaitTurn();
  }

  private void awaitTurn() {
    long delay = waits || !interested ? 0 : blocks.delay();
    if (delay > 0) {
      waits = true;
      var unused =
          channel
              .eventLoop()
              .schedule(this::turn, Math.max(delay, SHORTEST_TURN), TimeUnit.NANOSECONDS);
    }
  }

  private void turn() {
    waits = false;
    goOn();
  }

  private void declareInterest() {
    boolean now = blocks.isInteresting();
    if (now != interested) {
      interested = now;
      connection.hasWanted(now);
      writer.send(now ? new Interested() : new NotInterested());
    }
  }

  void tick() throws MalformedMessageException {
    blocks.isOverdue(PATIENCE);
    proceed();
  }

  boolean progressedSince() {
    boolean since = progressed;
    progressed = false;
    return since;
  }

  long expectedBytes() {
    return (long) blocks.outstanding() * (Piece.BLOCK_OFFSET + Request.BLOCK_LENGTH);
  }

  boolean wasUseful() {
    return useful && !blocks.isGuilty();
  }

  void leave() {
    blocks.leave();
  }
}
