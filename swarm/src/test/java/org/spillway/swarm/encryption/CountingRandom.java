package org.spillway.swarm.encryption;

import java.util.random.RandomGenerator;

/** Gives bytes that count up, and paddings of one length. */
final class CountingRandom implements RandomGenerator {
  private final int padding;
  private int next;

  CountingRandom(int first, int padding) {
    this.next = first;
    this.padding = padding;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) next++;
    }
  }

  @Override
  public int nextInt(int bound) {
    return padding;
  }

  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only bytes and lengths are drawn");
  }
}
