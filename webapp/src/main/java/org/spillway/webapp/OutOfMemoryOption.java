package org.spillway.webapp;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Tells whether this JVM ends when it has no memory left, so that it can be started anew. */
final class OutOfMemoryOption {
  static final String NAME = "ExitOnOutOfMemoryError";

  private OutOfMemoryOption() {}

  /** Returns what the operator should know, or nothing if all is well or nobody can tell. */
  static Optional<String> warning() {
    return isMissing()
        ? Optional.of(
            "when the heap is full, this JVM goes on without some of its threads, and files may be"
                + " offered that should not be; start it with -XX:+"
                + NAME)
        : Optional.empty();
  }

  private static boolean isMissing() {
    try {
      var hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null && hotSpot.getVMOption(NAME).getValue().equals("false");
    } catch (IllegalArgumentException e) {
      // It is a JVM of another kind, or lets nobody ask.
      return false;
    }
  }
}
