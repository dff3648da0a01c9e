package org.spillway.tracker.webtorrent;

import java.io.IOException;

/** A message is no JSON, or not one of WebTorrent's; the message says what was expected. */
public final class MalformedWebTorrentException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedWebTorrentException(String message) {
    super(message);
  }
}
