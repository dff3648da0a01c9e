package org.spillway.torrent;

import java.io.IOException;

/** Thrown if bytes are not a metainfo file or an info dictionary. */
public final class MalformedMetainfoException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param place the key, dotted from the outermost dictionary ({@code info.piece length}), or the
   *     byte
   * @param problem the problem there
   */
  MalformedMetainfoException(String place, String problem) {
    super(place + ": " + problem);
  }

  MalformedMetainfoException(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
