package org.spillway.torrent;

import java.io.IOException;

/** A metainfo file or an info dictionary that cannot be what it claims to be. */
public final class MalformedMetainfoException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param place the key, dotted from the outermost dictionary ({@code info.piece length}), or the
   *     byte
   */
  MalformedMetainfoException(String place, String problem) {
    super(place + ": " + problem);
  }

  MalformedMetainfoException(IOException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
