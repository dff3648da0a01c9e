package org.spillway.client.helper;

import java.io.IOException;

/** Thrown if bytes are not the JSON that is expected. The message says what is wrong. */
final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String problem) {
    super(problem);
  }
}
