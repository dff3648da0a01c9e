package org.spillway.dns.dnssec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest versions of a signed zone. */
final class SignedHistory {
  /** Names whose changes are kept for secondaries. */
  private static final int MAX_CHANGES = 100_000;

  /** The same in bytes of their records, which hold on to files that are deleted. */
  private static final long MAX_BYTES = 256L << 20;

  private final Deque<SignedVersion> versions = new ArrayDeque<>();
  private int changes;
  private long bytes;

  /** Forgets the oldest if there are too many. */
  void add(SignedVersion version) {
    versions.add(version);
    changes += version.changes().size();
    bytes += version.bytes();
    while (changes > MAX_CHANGES || bytes > MAX_BYTES) {
      var oldest = versions.remove();
      changes -= oldest.changes().size();
      bytes -= oldest.bytes();
    }
  }

  void clear() {
    versions.clear();
    changes = 0;
    bytes = 0;
  }

  /** The oldest first. */
  List<SignedVersion> versions() {
    return List.copyOf(versions);
  }
}
