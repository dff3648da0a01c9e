package org.spillway.torrent.bencode;

import java.io.IOException;

/** Bytes that are not bencoding, or not its canonical form. */
public final class MalformedBencodeException extends IOException {
  private static final long serialVersionUID = 1;

  private final int offset;

  MalformedBencodeException(int offset, String problem) {
    super("byte " + offset + ": " + problem);
    this.offset = offset;
  }

  /**
   * The first byte that is wrong, counted from 0: the input's length if it ends too early, but the
   * start of a string that claims to be longer than what is left.
   */
  public int offset() {
    return offset;
  }
}
