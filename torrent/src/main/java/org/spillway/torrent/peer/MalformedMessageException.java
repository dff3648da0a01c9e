package org.spillway.torrent.peer;

import java.io.IOException;

/** A peer sent what no message or handshake looks like; its connection is to be closed. */
public final class MalformedMessageException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param problem names the message first
   */
  public MalformedMessageException(String problem) {
    super(problem);
  }

  /** For a value out of range, whose message names the place already. */
  MalformedMessageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }

  MalformedMessageException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
