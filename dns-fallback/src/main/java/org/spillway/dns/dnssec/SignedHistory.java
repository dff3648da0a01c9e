package org.spillway.dns.dnssec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest versions of a signed zone. */
final class SignedHistory {
  /** Names whose changes are kept for secondaries. */
  private static final int MAX_CHANGES = 100_000;

  private final Deque<SignedVersion> versions = new ArrayDeque<>();
  private int changes;

  /** Forgets the oldest if there are too many. */
  void add(SignedVersion version) {
    versions.add(version);
    changes += version.changes().size();
    while (changes > MAX_CHANGES) {
      changes -= versions.remove().changes().size();
    }
  }

  void clear() {
    versions.clear();
    changes = 0;
  }

  /** The oldest first. */
  List<SignedVersion> versions() {
    return List.copyOf(versions);
  }
}
