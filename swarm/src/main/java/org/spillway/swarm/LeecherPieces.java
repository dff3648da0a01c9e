package org.spillway.swarm;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records which pieces a leecher has, was offered, and is getting, and what it did with those that
 * only it was given. Guarded by the {@link Distribution}.
 */
final class LeecherPieces {
  /** A leecher is judged after so many pieces that others lack. */
  private static final int TRUSTED_WITH = 8;

  private final Host host;
  private final HostClaims claims;
  private final BitSet has = new BitSet();
  private final BitSet offered = new BitSet();
  private final BitSet served = new BitSet();

  /** The pieces on their way, in the order in which they were offered. */
  private final Map<Integer, PieceOffer> underway = new LinkedHashMap<>();

  private long pieceTime;
  private int entrusted;
  private int passedOn;

  /**
   * Makes the record of a peer that has nothing.
   *
   * @param claims what all peers of the host share
   */
  LeecherPieces(Host host, HostClaims claims) {
    this.host = host;
    this.claims = claims;
  }

  HostClaims claims() {
    return claims;
  }

  Host host() {
    return host;
  }

  boolean has(int piece) {
    return has.get(piece);
  }

  /** Returns the pieces that the leecher has; not a copy. */
  BitSet all() {
    return has;
  }

  int count() {
    return has.cardinality();
  }

  /** Notes that the leecher has a piece; returns the offer of it, if it was on its way. */
  @Nullable PieceOffer arrived(int piece) {
    has.set(piece);
    return underway.remove(piece);
  }

  void offeredAll(int pieceCount) {
    offered.set(0, pieceCount);
  }

  /** Notes that a piece is on its way. */
  void offered(int piece, PieceOffer offer) {
    offered.set(piece);
    underway.put(piece, offer);
  }

  /** Notes a request for a block of a piece that is on its way. */
  void requested(int piece, int bytes) {
    served.set(piece);
    offered.set(piece);
    var offer = underway.get(piece);
    if (offer != null) {
      offer.request(bytes);
    }
  }

  boolean isUnderway(int piece) {
    return underway.containsKey(piece);
  }

  /** Returns whether a piece is on its way and counts as a copy. */
  boolean isCounted(int piece) {
    var offer = underway.get(piece);
    return offer != null && offer.counts();
  }

  /** Returns the pieces on their way, in the order in which they were offered; not a copy. */
  Map<Integer, PieceOffer> underway() {
    return underway;
  }

  /** Returns how many bytes were offered and not yet requested. */
  long unrequested(long pieceLength) {
    return underway.values().stream()
        .mapToLong(offer -> Math.max(0, pieceLength - offer.requested()))
        .sum();
  }

  /** Returns whether the leecher was sent blocks of the piece from here. */
  boolean wasServed(int piece) {
    return served.get(piece);
  }

  boolean mayBeOffered(int piece) {
    return !has.get(piece) && !offered.get(piece);
  }

  /** Notes how long the last piece took from its offer to its arrival, in nanoseconds. */
  void took(long nanos) {
    pieceTime = nanos;
  }

  /** Returns how long the last piece took from its offer to its arrival; 0 before the first. */
  long pieceTime() {
    return pieceTime;
  }

  /** Notes that this leecher is the first to have a piece. */
  void entrusted() {
    entrusted++;
  }

  /** Notes that another peer got a piece that only this leecher was given. */
  void passedOn() {
    passedOn++;
  }

  /** Returns whether none of the pieces that only it was given has shown up at another peer. */
  boolean keepsToItself() {
    return entrusted >= TRUSTED_WITH && passedOn == 0;
  }
}
