package org.spillway.swarm.dht;

import java.io.IOException;

/** Thrown if bytes are not a message of the DHT, or not a table that was saved. */
public final class MalformedKrpcException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedKrpcException(String message) {
    super(message);
  }

  MalformedKrpcException(String message, IOException cause) {
    super(message, cause);
  }
}
