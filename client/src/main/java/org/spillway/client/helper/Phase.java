package org.spillway.client.helper;

import java.util.Locale;
import java.util.Optional;

/** Where a download is, by the names that the extension knows. */
enum Phase {
  /** For others to end. */
  WAITING,
  /** What is there from an earlier try is verified. */
  CHECKING,
  DOWNLOADING,
  PAUSED,
  DONE,
  FAILED,
  CANCELLED;

  /** In a message and in the journal. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Phase> of(String wireName) {
    for (Phase phase : values()) {
      if (phase.wireName().equals(wireName)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }

  /** Whether it goes on by itself. */
  boolean isActive() {
    return this == WAITING || this == CHECKING || this == DOWNLOADING;
  }

  /** Whether nothing will happen to it any more. */
  boolean isOver() {
    return this == DONE || this == CANCELLED;
  }
}
