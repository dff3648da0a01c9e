package org.spillway.tracker;

/** What this server knows of a torrent. */
public enum Standing {
  /** It offers the torrent. */
  OURS,

  /** It has just started, and may offer the torrent once it has looked at all of its files. */
  NOT_KNOWN_YET,

  FOREIGN
}
