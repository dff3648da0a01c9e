package org.spillway.tracker.webtorrent;

import java.io.IOException;

/** A message is no JSON, or not one of WebTorrent's; the message says what was expected. */
public final class MalformedMessageException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedMessageException(String message) {
    super(message);
  }
}
