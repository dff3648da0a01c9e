package org.spillway.client;

import java.io.IOException;

/** Thrown if a peer or web seed sent content with a wrong hash. It is not asked again. */
final class WrongContentException extends IOException {
  private static final long serialVersionUID = 1;

  WrongContentException(String what) {
    super("sent a wrong " + what);
  }
}
