package org.spillway.tracker;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import org.spillway.net.SipHash;

/**
 * The connection ids of BEP 15, which prove that a sender gets what is sent to its address: a keyed
 * hash of the address and the time, so that nothing has to be remembered and a forged sender makes
 * us send nothing. Safe for use by many threads.
 */
final class ConnectionIds {
  /** An id is good for this long at least, as BEP 15 asks, and for twice as long at most. */
  static final int WINDOW_SECONDS = 120;

  private final SipHash hash;
  private final LongSupplier clock;

  /**
   * @param clock seconds from any moment on; never runs backwards
   */
  ConnectionIds(SecureRandom random, LongSupplier clock) {
    this.hash = SipHash.random(random);
    this.clock = clock;
  }

  long issue(InetAddress address) {
    return id(address, window());
  }

  /** Takes no longer for an id that is nearly right than for any other: longs compare at once. */
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
