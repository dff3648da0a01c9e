package org.spillway.client.helper;

import java.io.IOException;

/** Nobody can tell any more where the next message begins; the message says why. */
final class LostFramingException extends IOException {
  private static final long serialVersionUID = 1;

  LostFramingException(String message) {
    super(message);
  }
}
