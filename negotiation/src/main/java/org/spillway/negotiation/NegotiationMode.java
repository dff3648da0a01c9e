package org.spillway.negotiation;

/** When header fields may choose the torrent; {@code ?torrent} names it in every mode. */
public enum NegotiationMode {
  /** Whenever a client prefers it. */
  ALWAYS,
  /** Never: the URL of a file has one representation only, and no Vary. */
  OFF
}
