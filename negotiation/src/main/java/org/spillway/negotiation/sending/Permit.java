package org.spillway.negotiation.sending;

/**
 * The permission to send one answer; the sender closes it when the answer is sent or cut off. Files
 * alone are limited. For one thread at a time.
 */
public interface Permit extends AutoCloseable {
  /**
   * Returns how many nanoseconds the sender must wait before it asks again with the same number of
   * bytes; 0 when it may send them.
   */
  default long delay(int bytes) {
    return 0;
  }

  /** Counts bytes at the limits that are sent without waiting. */
  default void count(int bytes) {}

  /** Returns the largest number of bytes to send in one turn. */
  default int portion() {
    return Integer.MAX_VALUE;
  }

  /** Returns whether there is anything to wait for. */
  default boolean isPaced() {
    return false;
  }

  /** Reports bytes that were sent. */
  void sent(long bytes);

  @Override
  void close();
}
