package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.spillway.net.SipHash;

/**
 * Makes and checks the connection ids of BEP 15, which prove that a sender receives what is sent to
 * its address. An id is a keyed hash of the address and the time, so nothing must be remembered,
 * and a forged sender makes us send nothing. Safe for use by many threads.
 */
final class ConnectionIds {
  /**
   * The shortest time for which an id is valid, as BEP 15 demands; it is valid for twice as long at
   * most.
   */
  static final int WINDOW_SECONDS = 120;

  private final SipHash hash;
  private final LongSupplier clock;

  /**
   * Makes ids with a random key.
   *
   * @param random the source of the key
   * @param clock a clock in seconds, from any moment on, that never runs backwards
   */
  ConnectionIds(SecureRandom random, LongSupplier clock) {
    this.hash = SipHash.random(random);
    this.clock = clock;
  }

  long issue(InetAddress address) {
    return id(address, window());
  }

  /**
   * Returns whether an id is valid. The time does not depend on how much of the id is right,
   * because longs compare at once.
   */
  boolean isValid(long id, InetAddress address) {
    long window = window();
    return id == id(address, window) || id == id(address, window - 1);
  }

  private long id(InetAddress address, long window) {
    byte[] bytes = address.getAddress();
    var message = ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(window).put(bytes);
    return hash.hash(message.array());
  }

  private long window() {
    return Math.floorDiv(clock.getAsLong(), WINDOW_SECONDS);
  }
}
