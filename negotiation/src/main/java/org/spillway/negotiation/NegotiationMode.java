package org.spillway.negotiation;

/** When header fields may choose the torrent; {@code ?torrent} names it in every mode. */
public enum NegotiationMode {
  /** Whenever a client prefers it. */
  ALWAYS,
  /** Only for a client whose file may not be sent, because of the limits. */
  OVERLOAD,
  /** Never: the URL of a file has one representation only, and no Vary. */
  OFF
}
