package org.spillway.catalog.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The memory that the JVM has for direct buffers (-XX:MaxDirectMemorySize). Safe for use by many
 * threads.
 */
final class DirectMemory {
  private final long limit;
  private final List<BufferPoolMXBean> pools;

  private DirectMemory(long limit, List<BufferPoolMXBean> pools) {
    this.limit = limit;
    this.pools = pools;
  }

  static DirectMemory ofThisJvm() {
    var pools =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .toList();
    return new DirectMemory(readLimit(), pools);
  }

  private static long readLimit() {
    var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long option = vm == null ? 0 : Long.parseLong(vm.getVMOption("MaxDirectMemorySize").getValue());
    // Without the option, the limit is that of the heap.
    return option > 0 ? option : Runtime.getRuntime().maxMemory();
  }

  /** Returns the most that all direct buffers can have together, in bytes. */
  long limit() {
    return limit;
  }

  /**
   * Returns whether so many bytes are left for certain. A JVM that has none left collects garbage
   * and sleeps before it says so, which an event loop must not wait for.
   */
  boolean has(long bytes) {
    long used = pools.stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    return limit - used >= 2 * bytes;
  }
}
