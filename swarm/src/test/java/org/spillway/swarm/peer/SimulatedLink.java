package org.spillway.swarm.peer;

import java.util.concurrent.TimeUnit;

/** The link of one host in a simulated network: what is sent waits until the link is free. */
final class SimulatedLink {
  private final SimulatedLoop loop;
  private final double nanosPerByteUp;
  private final double nanosPerByteDown;
  private final long latency;
  private long upFree;
  private long downFree;
  private long sent;

  /**
   * @param up bytes a second
   * @param down bytes a second
   */
  SimulatedLink(SimulatedLoop loop, long up, long down, long latencyMillis) {
    this.loop = loop;
    this.nanosPerByteUp = 1e9 / up;
    this.nanosPerByteDown = 1e9 / down;
    this.latency = TimeUnit.MILLISECONDS.toNanos(latencyMillis);
  }

  /** Takes bytes, and returns the nanoseconds until they have arrived at the end of a link. */
  long delay(int bytes, SimulatedLink to) {
    sent += bytes;
    upFree = Math.max(upFree, loop.now()) + (long) (bytes * nanosPerByteUp);
    to.downFree = Math.max(to.downFree, upFree + latency) + (long) (bytes * to.nanosPerByteDown);
    return to.downFree - loop.now();
  }

  long latency() {
    return latency;
  }

  /** Returns the bytes that were sent. */
  long sent() {
    return sent;
  }
}
