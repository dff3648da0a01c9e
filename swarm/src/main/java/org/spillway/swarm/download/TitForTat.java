package org.spillway.swarm.download;

import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.TransferRate;

/**
 * Tells a peer of every piece that we have, and lets those peers download first that give us most
 * (BEP 3); as soon as we have all, those that take most.
 */
public final class TitForTat implements PeerPolicy {
  private final Download download;
  private final LongSupplier nanoTime;
  private final TransferRate received;
  private final TransferRate sent;
  private final BitSet has = new BitSet();

  /** The number of pieces that the peer has. */
  private int count;

  /** The number of pieces that were kept during the download and that the peer was told of. */
  private int told;

  /**
   * Makes the policy for one peer.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public TitForTat(Download download, LongSupplier nanoTime) {
    this.download = download;
    this.nanoTime = nanoTime;
    this.received = new TransferRate(nanoTime.getAsLong());
    this.sent = new TransferRate(nanoTime.getAsLong());
  }

  @Override
  public synchronized BitSet greet() {
    // A piece that is kept between the two calls is told twice, which does no harm.
    told = download.keptCount();
    return download.pieces();
  }

  @Override
  public synchronized List<Integer> nextOffers(boolean unchoked) {
    var offers = download.keptSince(told);
    told += offers.size();
    return offers;
  }

  @Override
  public synchronized void has(int piece) {
    if (!has.get(piece)) {
      has.set(piece);
      count++;
    }
  }

  @Override
  public synchronized void lacks(int piece) {
    if (has.get(piece)) {
      has.clear(piece);
      count--;
    }
  }

  @Override
  public synchronized boolean isComplete() {
    return count == download.info().pieceCount();
  }

  @Override
  public void requested(int piece, int length) {}

  @Override
  public synchronized void sent(int bytes) {
    sent.add(bytes, nanoTime.getAsLong());
  }

  @Override
  public synchronized void received(int bytes) {
    received.add(bytes, nanoTime.getAsLong());
  }

  @Override
  public synchronized double rate() {
    var rate = download.isComplete() ? sent : received;
    return rate.perSecond(nanoTime.getAsLong());
  }

  @Override
  public boolean mayDownload() {
    return true;
  }

  @Override
  public boolean keepsToItself() {
    return false;
  }

  @Override
  public void leave() {}
}
