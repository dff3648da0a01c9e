package org.spillway.negotiation.sending;

/**
 * The permission to send one answer; whoever sends closes it when the answer is sent or cut off.
 * Files alone are limited. For one thread at a time.
 */
public interface Permit extends AutoCloseable {
  /**
   * How many nanoseconds the sender must wait, and then ask again with the same number of bytes; 0
   * when it may send them.
   */
  default long delay(int bytes) {
    return 0;
  }

  /** Counts bytes at the limits that are sent without waiting. */
  default void count(int bytes) {}

  /** The largest number of bytes to send in one turn. */
  default int portion() {
    return Integer.MAX_VALUE;
  }

  /** Whether there is anything to wait for. */
  default boolean isPaced() {
    return false;
  }

  /** Tells of bytes that are gone. */
  void sent(long bytes);

  @Override
  void close();
}
