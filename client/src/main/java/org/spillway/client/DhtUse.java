package org.spillway.client;

/** Says when peers are looked for in the DHT. A private torrent (BEP 27) stays away from it. */
public enum DhtUse {
  NEVER,
  /** Only for magnet links that name neither a tracker nor a peer. */
  WITHOUT_TRACKERS,
  ALWAYS
}
