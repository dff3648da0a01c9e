package org.spillway.client;

/** Where bytes of a file came from. */
public enum Source {
  /** On the disk already, from an earlier try or as the finished file. */
  RESUMED("resumed"),
  /** The URL itself, as a plain file. */
  HTTP("HTTP"),
  /** A web seed on the server that the URL names, or any web seed of a magnet link. */
  WEB_SEED("web seed"),
  /** A web seed on another server than the URL names. */
  MIRROR("mirrors"),
  PEER("peers");

  private final String label;

  Source(String label) {
    this.label = label;
  }

  /** In English, for a line of output. */
  public String label() {
    return label;
  }
}
