package org.spillway.torrent.bencode;

import java.io.IOException;

/** Thrown if bytes are not bencoding, or not in its canonical form. */
public final class MalformedBencodeException extends IOException {
  private static final long serialVersionUID = 1;

  private final int offset;

  MalformedBencodeException(int offset, String problem) {
    super("byte " + offset + ": " + problem);
    this.offset = offset;
  }

  /**
   * Returns the offset of the first wrong byte, counted from 0. This is the input's length if it
   * ends too early, but the start of a string that claims to be longer than what is left.
   */
  public int offset() {
    return offset;
  }
}
