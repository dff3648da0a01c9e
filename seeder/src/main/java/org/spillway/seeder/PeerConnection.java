package org.spillway.seeder;

import org.spillway.swarm.Host;

/** The place of one connection among all of them. Safe for use by many threads. */
final class PeerConnection {
  private final Host host;
  private final Runnable close;
  private volatile long lastUseful;

  /**
   * @param close ends the connection; called by any thread, returns at once
   * @param now in nanoseconds
   */
  PeerConnection(Host host, Runnable close, long now) {
    this.host = host;
    this.close = close;
    this.lastUseful = now;
  }

  Host host() {
    return host;
  }

  /** Notes that blocks were sent over it. */
  void useful(long now) {
    lastUseful = now;
  }

  /** Returns when blocks were sent over it last, or when it began if none were. */
  long lastUseful() {
    return lastUseful;
  }

  void close() {
    close.run();
  }
}
