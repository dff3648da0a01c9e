package org.spillway.client.helper;

import java.io.IOException;

/** Thrown if it can no longer be told where the next message begins. The message says why. */
final class LostFramingException extends IOException {
  private static final long serialVersionUID = 1;

  LostFramingException(String message) {
    super(message);
  }
}
