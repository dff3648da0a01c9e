package org.spillway.client;

import java.io.IOException;

/** A peer or web seed sent what does not have the right hash: it is not asked again. */
final class WrongContentException extends IOException {
  private static final long serialVersionUID = 1;

  WrongContentException(String what) {
    super("sent a wrong " + what);
  }
}
