package org.spillway.swarm.peer;

import org.spillway.swarm.Host;

/** The place of one connection among all of them. Safe for use by many threads. */
public final class PeerConnection {
  private final Host host;
  private final Runnable close;
  private volatile long lastUseful;

  /**
   * Makes the place of a connection.
   *
   * @param close ends the connection; any thread calls it, and it returns at once
   * @param now the time, in nanoseconds
   */
  public PeerConnection(Host host, Runnable close, long now) {
    this.host = host;
    this.close = close;
    this.lastUseful = now;
  }

  Host host() {
    return host;
  }

  /** Notes that blocks were sent over the connection. */
  void useful(long now) {
    lastUseful = now;
  }

  /**
   * Notes that the connection waits for our own rate.
   *
   * @param time when it goes on, in nanoseconds; until then nobody can expect blocks
   */
  void waitsUntil(long time) {
    lastUseful = time;
  }

  /**
   * Returns when blocks were last sent over the connection, or could be sent at the earliest; the
   * time when it began if there were none.
   */
  long lastUseful() {
    return lastUseful;
  }

  /** Ends the connection. Returns at once. */
  public void close() {
    close.run();
  }
}
