package org.spillway.negotiation;

/** Decides when header fields may choose the torrent; {@code ?torrent} names it in every mode. */
public enum NegotiationMode {
  /** Header fields choose the torrent whenever a client prefers it. */
  ALWAYS,
  /**
   * Header fields choose the torrent only for a client whose file may not be sent because of the
   * limits.
   */
  OVERLOAD,
  /** Header fields never choose: the URL of a file has only one representation, and no Vary. */
  OFF
}
