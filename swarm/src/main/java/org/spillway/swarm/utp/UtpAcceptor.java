package org.spillway.swarm.utp;

/** Takes connections that others begin. */
@FunctionalInterface
public interface UtpAcceptor {
  /**
   * Takes a connection, whose other side has proved that it gets what is sent to its address.
   *
   * @return who hears what happens to it
   */
  UtpListener accepted(UtpConnection connection);
}
