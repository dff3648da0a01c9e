package org.spillway.tracker;

/** Describes what this server knows of a torrent. */
public enum Standing {
  /** The server offers the torrent. */
  OURS,

  /**
   * The server has just started, and may offer the torrent once it has looked at all of its files.
   */
  NOT_KNOWN_YET,

  FOREIGN
}
