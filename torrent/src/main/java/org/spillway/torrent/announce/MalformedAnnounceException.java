package org.spillway.torrent.announce;

import java.io.IOException;

/** Thrown if a message of a tracker, or to a tracker, is not what its BEP says. */
public final class MalformedAnnounceException extends IOException {
  private static final long serialVersionUID = 1;

  private final String key;

  MalformedAnnounceException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
  }

  MalformedAnnounceException(String key, String problem, Throwable cause) {
    super(key + ": " + problem, cause);
    this.key = key;
  }

  /**
   * Returns the key that is wrong, or the name of the message over UDP, where there are no keys.
   */
  public String key() {
    return key;
  }
}
