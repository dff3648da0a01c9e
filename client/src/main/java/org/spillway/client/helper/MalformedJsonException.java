package org.spillway.client.helper;

import java.io.IOException;

/** Bytes that are not the JSON that is expected; the message says what is wrong. */
final class MalformedJsonException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String problem) {
    super(problem);
  }
}
