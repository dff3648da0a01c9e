package org.spillway.torrent.announce;

import java.io.IOException;

/** A tracker's message or a message to a tracker that is not what its BEP says. */
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

  /** The key that is wrong; over UDP, where there are no keys, the message. */
  public String key() {
    return key;
  }
}
