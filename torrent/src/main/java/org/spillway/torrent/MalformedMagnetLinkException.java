package org.spillway.torrent;

import java.io.IOException;

/** A text that is no magnet link to a torrent; the message names the parameter. */
public final class MalformedMagnetLinkException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedMagnetLinkException(String problem) {
    super(problem);
  }
}
