package org.spillway.torrent;

import java.io.IOException;

/** Thrown if a text is not a magnet link to a torrent; the message names the parameter. */
public final class MalformedMagnetLinkException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedMagnetLinkException(String problem) {
    super(problem);
  }
}
