package org.spillway.swarm.utp;

import java.io.IOException;

/** Thrown if a datagram is not a packet of uTP. */
final class MalformedPacketException extends IOException {
  MalformedPacketException(String message) {
    super(message);
  }
}
