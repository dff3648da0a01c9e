package org.spillway.negotiation;

/**
 * The rate at which files may leave. An application whose other parts send as well hands in one
 * that they all share. Implementations must be safe for use by many threads and must not block.
 */
public interface Pace {
  /** Lets everything leave at once. */
  Pace UNLIMITED =
      new Pace() {
        @Override
        public long reserve(int bytes) {
          return 0;
        }

        @Override
        public int portion() {
          return Integer.MAX_VALUE;
        }
      };

  /**
   * Counts these bytes, which cannot be given back.
   *
   * @param bytes 0 or more
   * @return how many nanoseconds from now they may be sent; 0 if at once
   */
  long reserve(int bytes);

  /**
   * Returns the largest number of bytes that one transfer should reserve at a time; greater than 0.
   */
  int portion();
}
