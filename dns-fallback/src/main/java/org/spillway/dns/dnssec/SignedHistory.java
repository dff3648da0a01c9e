package org.spillway.dns.dnssec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the latest versions of a signed zone. */
final class SignedHistory {
  /** The most names whose changes are kept for secondaries. */
  private static final int MAX_CHANGES = 100_000;

  /**
   * The most bytes of records that the changes may keep; the records hold on to files that are
   * deleted.
   */
  private static final long MAX_BYTES = 256L << 20;

  private final Deque<SignedVersion> versions = new ArrayDeque<>();
  private int changes;
  private long bytes;

  /** Adds a version, and forgets the oldest ones if there are too many. */
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

  /** Returns the versions, oldest first. */
  List<SignedVersion> versions() {
    return List.copyOf(versions);
  }
}
