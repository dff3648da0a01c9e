package org.spillway.torrent.fallback;

import java.io.IOException;

/**
 * Thrown if the TXT records at a fallback name hold no whole torrent; the message says what is
 * wrong.
 */
public final class MalformedRecordsException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedRecordsException(String problem) {
    super(problem);
  }
}
