package org.spillway.swarm.peer;

/** Where the address of a peer was learnt, in the order in which peers are dialled. */
public enum PeerOrigin {
  /** The user named the peer, or a magnet link did (BEP 9). */
  NAMED,
  /** The peer announced itself in the local network (BEP 14). */
  LOCAL,
  TRACKER,
  /** Another peer named it (BEP 11). */
  PEER_EXCHANGE,
  /** The distributed hash table named it (BEP 5). */
  DHT
}
