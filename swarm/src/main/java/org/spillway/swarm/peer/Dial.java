package org.spillway.swarm.peer;

/**
 * A peer that is dialled.
 *
 * @param contact the peer
 * @param transport over what to dial
 * @param listener hears what comes of it
 */
record Dial(Contact contact, Transport transport, DialListener listener) {
  /** The transports of a dial, in the order in which they are tried. */
  enum Transport {
    /** TCP alone. */
    TCP,
    /** Only uTP (BEP 29). */
    UTP,
    /** The two transports one after the other, uTP first where it is enabled. */
    UTP_THEN_TCP
  }
}
