package org.spillway.swarm.utp;

import java.util.Random;

/**
 * One direction of a path: a queue in front of a link of some rate, then a delay, on which packets
 * are lost or overtake each other at random.
 */
final class SimulatedLink {
  private final SimulatedNetwork network;
  private final Random random;
  private double bytesPerMicro = Double.MAX_VALUE;
  private long queueMicros = Long.MAX_VALUE;
  private long delay;
  private double loss;
  private long jitter;
  private double free;
  long dropped;
  long carried;
  long longestWait;

  SimulatedLink(SimulatedNetwork network, Random random) {
    this.network = network;
    this.random = random;
  }

  SimulatedLink megabits(double rate, long queueMillis) {
    bytesPerMicro = rate / 8;
    queueMicros = queueMillis * 1000;
    return this;
  }

  SimulatedLink delayMillis(long millis) {
    delay = millis * 1000;
    return this;
  }

  SimulatedLink loss(double part) {
    loss = part;
    return this;
  }

  /** Up to this long packets take longer than others, so that some overtake. */
  SimulatedLink jitterMillis(double millis) {
    jitter = (long) (millis * 1000);
    return this;
  }

  /** How long a packet would wait that came now. */
  long queued(long now) {
    return Math.max(0, (long) free - now);
  }

  void send(int bytes, Runnable arrival) {
    long now = network.micros();
    long wait = queued(now);
    if (wait > queueMicros || random.nextDouble() < loss) {
      dropped++;
      return;
    }
    longestWait = Math.max(longestWait, wait);
    carried += bytes;
    free = Math.max(free, (double) now) + bytes / bytesPerMicro;
    long late = jitter == 0 ? 0 : random.nextLong(jitter);
    network.at((long) free + delay + late, arrival);
  }
}
