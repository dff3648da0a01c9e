package org.spillway.swarm.announce;

import java.io.IOException;
import java.time.Duration;
import org.spillway.torrent.announce.AnnounceAnswer;

/** Thrown if a tracker answers that it refuses an announce; the message is the tracker's. */
public final class AnnounceRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** The longest message that is shown, in characters. */
  private static final int MAX_REASON = 200;

  private final Duration retryIn;

  AnnounceRefusedException(String reason, Duration retryIn) {
    super(reason.substring(0, Math.min(reason.length(), MAX_REASON)));
    this.retryIn = retryIn;
  }

  static AnnounceRefusedException of(AnnounceAnswer.Failed failed) {
    return new AnnounceRefusedException(failed.reason(), failed.retryIn());
  }

  /** Returns how long the tracker asks to wait (BEP 31); zero if it does not say. */
  Duration retryIn() {
    return retryIn;
  }
}
