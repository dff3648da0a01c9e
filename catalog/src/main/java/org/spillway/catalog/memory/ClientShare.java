package org.spillway.catalog.memory;

import java.util.LinkedHashSet;
import java.util.Set;

/** The buffers that one client has borrowed. Guarded by the lock of their owner. */
final class ClientShare {
  private final Set<SendBuffer> buffers = new LinkedHashSet<>();
  private long bytes;

  void add(SendBuffer buffer) {
    buffers.add(buffer);
    bytes += buffer.length();
  }

  void remove(SendBuffer buffer) {
    if (buffers.remove(buffer)) {
      bytes -= buffer.length();
    }
  }

  boolean isEmpty() {
    return buffers.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  Set<SendBuffer> buffers() {
    return buffers;
  }
}
