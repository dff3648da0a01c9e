package org.spillway.swarm.peer;

import org.spillway.swarm.admission.Contact;

/**
 * A peer that is dialled.
 *
 * @param contact the peer
 * @param transport over what to dial
 * @param encrypted whether the connection is encrypted from the beginning
 * @param listener hears what comes of it
 */
record Dial(Contact contact, Transport transport, boolean encrypted, DialListener listener) {
  /** The transports of a dial, in the order in which they are tried. */
  enum Transport {
    /** TCP alone. */
    TCP,
    /** Only uTP (BEP 29). */
    UTP,
    /** The two transports one after the other, uTP first where it is enabled. */
    UTP_THEN_TCP
  }

  Dial(Contact contact, Transport transport, DialListener listener) {
    this(contact, transport, false, listener);
  }

  Dial withEncryption() {
    return new Dial(contact, transport, true, listener);
  }

  Dial withListener(DialListener other) {
    return new Dial(contact, transport, encrypted, other);
  }
}
