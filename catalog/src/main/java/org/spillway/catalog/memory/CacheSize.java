package org.spillway.catalog.memory;

/** Sizes of caches that follow the heap, so that all of them together leave room for the rest. */
public final class CacheSize {
  /** The heap from which on caches have their full size, in bytes. */
  private static final long FULL = 512L * 1024 * 1024;

  private CacheSize() {}

  /**
   * Returns how large a cache may be in this JVM: a small heap (-Xmx) makes it smaller.
   *
   * @param most its size in a heap of 512 MiB and more, in bytes
   */
  public static long of(long most) {
    return of(most, Runtime.getRuntime().maxMemory());
  }

  static long of(long most, long heap) {
    return heap >= FULL ? most : Math.round((double) most / FULL * heap);
  }
}
