package org.spillway.swarm.utp;

import java.io.IOException;

/** A datagram is not a packet of uTP. */
final class MalformedPacketException extends IOException {
  MalformedPacketException(String message) {
    super(message);
  }
}
