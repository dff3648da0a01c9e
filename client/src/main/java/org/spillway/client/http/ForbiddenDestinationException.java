package org.spillway.client.http;

import java.io.IOException;

/**
 * Thrown if something from outside leads to an address that its sender could not reach by itself.
 */
public final class ForbiddenDestinationException extends IOException {
  private static final long serialVersionUID = 1;

  ForbiddenDestinationException(String message) {
    super(message);
  }
}
