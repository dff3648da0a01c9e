package org.spillway.swarm.utp;

/** Accepts connections that others begin. */
@FunctionalInterface
public interface UtpAcceptor {
  /**
   * Accepts a connection, whose other side has proved that it receives what is sent to its address.
   *
   * @return the listener that hears what happens to the connection
   */
  UtpListener accepted(UtpConnection connection);
}
