package org.spillway.swarm.download;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.torrent.peer.Request;

/**
 * Knows what one peer has, and decides what it is asked for. Safe for use by many threads, though
 * one connection uses it.
 */
public final class PeerBlocks implements BlockSender {
  private final Download download;
  private final RequestDepth depth;
  private final BitSet has = new BitSet();
  private final BitSet allowedFast = new BitSet();

  /** The blocks that the peer was asked for and has not sent, by piece. */
  private final Map<OpenPiece, BitSet> asked = new LinkedHashMap<>();

  private boolean choked = true;
  private int outstanding;

  /** The number of blocks that may still arrive although we do not wait for them any more. */
  private int late;

  private boolean guilty;
  private boolean left;

  /** Adds a peer to a download; it must {@link #leave} later. */
  public PeerBlocks(Download download) {
    this.download = download;
    this.depth = new RequestDepth(download.clock());
  }

  /** Notes that the peer has a piece. */
  public void has(int piece) {
    synchronized (download) {
      if (!has.get(piece)) {
        has.set(piece);
        download.availability().add(piece);
      }
    }
  }

  /** Notes that the peer has these pieces. */
  public void has(BitSet pieces) {
    synchronized (download) {
      var added = (BitSet) pieces.clone();
      added.andNot(has);
      has.or(added);
      download.availability().add(added);
    }
  }

  /** Notes that the peer sends this piece even while it chokes us (BEP 6). */
  public void allowFast(int piece) {
    synchronized (download) {
      allowedFast.set(piece);
    }
  }

  /** Sets how many waiting requests the peer keeps, as its extended handshake says (BEP 10). */
  public void keepsRequests(int most) {
    synchronized (download) {
      depth.limit(most);
    }
  }

  public void unchoked() {
    synchronized (download) {
      choked = false;
      depth.restart();
    }
  }

  /**
   * Notes that the peer chokes us.
   *
   * @param fast whether the peer rejects the requests that it drops one by one (BEP 6); otherwise
   *     all of them are dropped
   */
  public void choked(boolean fast) {
    synchronized (download) {
      choked = true;
      if (!fast) {
        giveAllBack();
      }
    }
  }

  /** Returns whether the peer has anything that is missing. */
  public boolean isInteresting() {
    synchronized (download) {
      return !guilty && download.wantsFrom(has);
    }
  }

  /** Returns whether the peer has every piece. */
  boolean isSeed() {
    synchronized (download) {
      return has.cardinality() == download.info().pieceCount();
    }
  }

  /** Returns the blocks to ask for now, in this order. */
  public List<Request> next() {
    synchronized (download) {
      if (left || guilty || depth.isPaused() || outstanding > depth.refillAt()) {
        return List.of();
      }
      List<Request> requests = new ArrayList<>();
      var may = mayAsk();
      while (outstanding < depth.most() && !may.isEmpty() && download.delay() == 0) {
        var request = nextOf(may);
        if (request.isEmpty()) {
          break;
        }
        requests.add(request.get());
        download.asked(request.get().length());
      }
      return requests;
    }
  }

  /**
   * Returns the nanoseconds for which the rate of the download forbids to ask for more blocks; 0 if
   * it does not.
   */
  public long delay() {
    synchronized (download) {
      return left || guilty ? 0 : download.delay();
    }
  }

  private BitSet mayAsk() {
    if (!choked) {
      return has;
    }
    var may = (BitSet) has.clone();
    may.and(allowedFast);
    return may;
  }

  private Optional<Request> nextOf(BitSet may) {
    for (OpenPiece piece : asked.keySet()) {
      if (piece.hasUnrequested() && may.get(piece.piece())) {
        return ask(piece, 1);
      }
    }
    return download
        .fresh(may, this)
        .flatMap(piece -> ask(piece, 1))
        .or(
            () ->
                download
                    .unfinished(may, this, outstanding == 0, this::canAskMore)
                    .flatMap(piece -> ask(piece, PiecePicker.MOST_HOLDERS)));
  }

  private Optional<Request> ask(OpenPiece piece, int mostHolders) {
    var blocks = asked.computeIfAbsent(piece, unknown -> new BitSet());
    int block = piece.next(mostHolders, blocks);
    if (block < 0) {
      return Optional.empty();
    }
    blocks.set(block);
    depth.asked();
    outstanding++;
    piece.workers().add(this);
    return Optional.of(piece.request(block));
  }

  /** Returns whether the piece has a block that this peer was not asked for. */
  private boolean canAskMore(OpenPiece piece) {
    return piece.canAsk(PiecePicker.MOST_HOLDERS, asked.getOrDefault(piece, new BitSet()));
  }

  /**
   * Takes a block.
   *
   * @return a task if it was the last block of its piece, which verifies and keeps the piece: it
   *     must be run once, takes time, and may wait for a disk
   */
  public Optional<Runnable> add(int piece, int begin, ByteBuffer block) {
    synchronized (download) {
      var open = find(piece);
      int index = open.map(found -> found.indexOf(begin, block.remaining())).orElse(-1);
      if (index < 0 || !forget(open.get(), index)) {
        // It crossed a cancel or a choke on its way, or nobody asked for it.
        return Optional.empty();
      }
      download.touch();
      depth.arrived();
      boolean isNew = open.get().add(index, block, this);
      return isNew && open.get().isComplete()
          ? Optional.of(download.assembled(open.get()))
          : Optional.empty();
    }
  }

  /**
   * Returns whether the peer was asked for a block and has not sent it.
   *
   * @param length the length of the block, in bytes
   */
  public boolean owes(int piece, int begin, int length) {
    synchronized (download) {
      return find(piece).filter(open -> hasAsked(open, open.indexOf(begin, length))).isPresent();
    }
  }

  private boolean hasAsked(OpenPiece piece, int block) {
    return block >= 0 && asked.getOrDefault(piece, new BitSet()).get(block);
  }

  /**
   * Takes note of a block that the peer does not owe. Returns whether it may have crossed a cancel
   * or a choke on its way: there are no more such blocks than were asked for and given up.
   */
  public boolean isLate() {
    synchronized (download) {
      boolean may = late > 0;
      late -= may ? 1 : 0;
      return may;
    }
  }

  private Optional<OpenPiece> find(int piece) {
    return asked.keySet().stream().filter(open -> open.piece() == piece).findFirst();
  }

  /** Forgets a request; returns false if there was none. */
  private boolean forget(OpenPiece piece, int block) {
    var blocks = asked.get(piece);
    if (blocks == null || !blocks.get(block)) {
      return false;
    }
    blocks.clear(block);
    outstanding--;
    piece.release(block);
    if (blocks.isEmpty() && !piece.hasUnrequested()) {
      asked.remove(piece);
      piece.workers().remove(this);
    }
    return true;
  }

  /**
   * Notes that the peer will not send a block (BEP 6); it is not asked for the piece again unless
   * it chokes us.
   */
  public void rejected(Request request) {
    synchronized (download) {
      var open = find(request.piece());
      if (!owes(request.piece(), request.begin(), request.length())) {
        // It answers a cancel.
        late = Math.max(0, late - 1);
        return;
      }
      open.ifPresent(this::giveBack);
      allowedFast.clear(request.piece());
      if (!choked) {
        forget(request.piece());
      }
    }
  }

  /** Notes that the peer does not have a piece any more (BEP 54). */
  public void lacks(int piece) {
    synchronized (download) {
      find(piece).ifPresent(this::giveBack);
      allowedFast.clear(piece);
      forget(piece);
    }
  }

  private void forget(int piece) {
    if (has.get(piece)) {
      has.clear(piece);
      download.availability().remove(piece);
    }
  }

  private void giveBack(OpenPiece piece) {
    var blocks = asked.remove(piece);
    if (blocks != null) {
      blocks.stream().forEach(piece::release);
      outstanding -= blocks.cardinality();
      late += blocks.cardinality();
      depth.forgotten(blocks.cardinality());
    }
    download.abandon(piece, this);
  }

  private void giveAllBack() {
    List.copyOf(asked.keySet()).forEach(this::giveBack);
  }

  /**
   * Returns the requests to cancel, because their blocks have come from others; they count as
   * cancelled.
   */
  public List<Request> obsolete() {
    synchronized (download) {
      List<Request> cancelled = new ArrayList<>();
      var pieces = asked.entrySet().iterator();
      while (pieces.hasNext()) {
        var entry = pieces.next();
        cancel(entry.getKey(), entry.getValue(), cancelled);
        if (entry.getKey().isComplete() || !download.isWanted(entry.getKey().piece())) {
          pieces.remove();
        }
      }
      return cancelled;
    }
  }

  private void cancel(OpenPiece piece, BitSet blocks, List<Request> cancelled) {
    boolean isWanted = download.isWanted(piece.piece());
    for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
      if (!isWanted || piece.has(block)) {
        blocks.clear(block);
        outstanding--;
        late++;
        piece.release(block);
        depth.forgotten(1);
        cancelled.add(piece.request(block));
      }
    }
  }

  /**
   * Gives the blocks back that the peer does not send, so that others can; it is asked for nothing
   * for some seconds, and for less from then on. Must be called about once a second.
   *
   * @param patience the longest time without a block, in nanoseconds
   * @return whether the peer has sent nothing for that time although it was asked
   */
  public boolean isOverdue(long patience) {
    synchronized (download) {
      boolean overdue = outstanding > 0 && depth.silence() > patience;
      if (overdue) {
        giveAllBack();
        depth.overdue();
      }
      return overdue;
    }
  }

  /** Returns the number of blocks that the peer was asked for and has not sent. */
  public int outstanding() {
    synchronized (download) {
      return outstanding;
    }
  }

  @Override
  public void convict() {
    guilty = true;
  }

  /** Returns whether the peer has sent a block that was wrong. */
  public boolean isGuilty() {
    synchronized (download) {
      return guilty;
    }
  }

  /** Notes that the connection has ended: others are asked for what the peer owes. */
  public void leave() {
    synchronized (download) {
      if (!left) {
        left = true;
        giveAllBack();
        download.availability().remove(has);
      }
    }
  }
}
