package org.spillway.swarm.admission;

import org.spillway.swarm.Host;

/** The place of one connection among all of them. Safe for use by many threads. */
public final class PeerConnection {
  private final Host host;
  private final boolean dialled;
  private final Runnable close;
  private final long begun;
  private volatile long lastUseful;
  private volatile long lastReceived;
  private volatile long lastHeard;
  private volatile long priority;
  private volatile boolean wantsBlocks;
  private volatile boolean hasWanted;
  private volatile boolean duplicate;

  /**
   * Makes the place of a connection.
   *
   * @param dialled whether we dialled the peer; otherwise it connected to us
   * @param close ends the connection; any thread calls it, and it returns at once
   * @param now the time, in nanoseconds
   */
  public PeerConnection(Host host, boolean dialled, Runnable close, long now) {
    this.host = host;
    this.dialled = dialled;
    this.close = close;
    this.begun = now;
    this.lastUseful = now;
    this.lastReceived = now;
    this.lastHeard = now;
  }

  /** Makes the place of a connection that a peer has made to us. */
  public PeerConnection(Host host, Runnable close, long now) {
    this(host, false, close, now);
  }

  public Host host() {
    return host;
  }

  boolean isDialled() {
    return dialled;
  }

  /** Returns when the connection began, in nanoseconds. */
  long begun() {
    return begun;
  }

  /** Notes that something came from the peer, be it only a message without content. */
  public void heard(long now) {
    lastHeard = now;
  }

  long lastHeard() {
    return lastHeard;
  }

  /** Sets the peer's canonical priority (BEP 40), as soon as its addresses are known. */
  public void prioritize(long canonicalPriority) {
    priority = canonicalPriority;
  }

  long priority() {
    return priority;
  }

  /** Notes whether the peer is interested in our blocks. */
  public void wantsBlocks(boolean interested) {
    wantsBlocks = interested;
  }

  /** Notes whether we are interested in blocks of the peer. */
  public void hasWanted(boolean interesting) {
    hasWanted = interesting;
  }

  /** Returns whether one side is interested in blocks of the other. */
  boolean isWanted() {
    return wantsBlocks || hasWanted;
  }

  /** Notes that blocks that we asked for came over the connection. */
  public void received(long now) {
    lastReceived = now;
  }

  /** Returns when blocks last went in either direction, as {@link #lastUseful} does for one. */
  long lastExchange() {
    long sent = lastUseful;
    long received = lastReceived;
    return sent - received > 0 ? sent : received;
  }

  /** Notes that the peer has another connection, in favour of which this one is to be closed. */
  void becomeDuplicate() {
    duplicate = true;
  }

  /** Returns whether this connection is closed in favour of another one with the same peer. */
  public boolean isDuplicate() {
    return duplicate;
  }

  /** Notes that blocks were sent over the connection. */
  public void useful(long now) {
    lastUseful = now;
  }

  /**
   * Notes that the connection waits for our own rate.
   *
   * @param time when it goes on, in nanoseconds; until then nobody can expect blocks
   */
  public void waitsUntil(long time) {
    lastUseful = time;
  }

  /**
   * Returns when blocks were last sent over the connection, or could be sent at the earliest; the
   * time when it began if there were none.
   */
  public long lastUseful() {
    return lastUseful;
  }

  /** Ends the connection. Returns at once. */
  public void close() {
    close.run();
  }
}
