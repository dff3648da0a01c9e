package org.spillway.client;

/** The origin of bytes of a file. */
public enum Source {
  /** The bytes were on the disk already, from an earlier try or as the finished file. */
  RESUMED("resumed"),
  /** The bytes came from the URL itself, as a plain file. */
  HTTP("HTTP"),
  /**
   * The bytes came from a web seed on the server that the URL names, or from any web seed of a
   * magnet link.
   */
  WEB_SEED("web seed"),
  /** The bytes came from a web seed on another server than the one that the URL names. */
  MIRROR("mirrors"),
  PEER("peers");

  private final String label;

  Source(String label) {
    this.label = label;
  }

  /** Returns an English name for a line of output. */
  public String label() {
    return label;
  }
}
