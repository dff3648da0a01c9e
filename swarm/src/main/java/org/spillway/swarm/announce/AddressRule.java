package org.spillway.swarm.announce;

import java.io.IOException;
import java.net.InetAddress;

/** Decides which addresses may be sent something. Called by several threads; must not block. */
@FunctionalInterface
public interface AddressRule {
  /** Allows all addresses, for trackers that the operator has named. */
  AddressRule ANY = address -> {};

  /**
   * Checks one address.
   *
   * @throws IOException if nothing may be sent there; the message says why
   */
  void require(InetAddress address) throws IOException;
}
