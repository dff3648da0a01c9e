package org.spillway.torrent.peer;

import java.io.IOException;

/**
 * Thrown if the bytes of a peer are not a message or a handshake; its connection must be closed.
 */
public final class MalformedMessageException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param problem the problem, beginning with the name of the message
   */
  public MalformedMessageException(String problem) {
    super(problem);
  }

  /** Makes an exception for a value out of range, whose message names the place already. */
  MalformedMessageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }

  MalformedMessageException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
