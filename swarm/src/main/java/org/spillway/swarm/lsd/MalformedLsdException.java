package org.spillway.swarm.lsd;

import java.io.IOException;

/** Thrown if bytes are not a message of local service discovery. */
public final class MalformedLsdException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedLsdException(String message) {
    super(message);
  }
}
