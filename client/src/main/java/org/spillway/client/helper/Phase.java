package org.spillway.client.helper;

import java.util.Locale;
import java.util.Optional;

/** The phase of a download, by the names that the extension knows. */
enum Phase {
  /** The download waits until others have ended. */
  WAITING,
  /** The content of an earlier try is being verified. */
  CHECKING,
  DOWNLOADING,
  PAUSED,
  DONE,
  FAILED,
  CANCELLED;

  /** Returns the name in messages and in the journal. */
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

  /** Returns whether the download goes on by itself. */
  boolean isActive() {
    return this == WAITING || this == CHECKING || this == DOWNLOADING;
  }

  /** Returns whether the download has ended. */
  boolean isOver() {
    return this == DONE || this == CANCELLED;
  }
}
