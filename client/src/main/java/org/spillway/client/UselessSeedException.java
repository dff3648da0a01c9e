package org.spillway.client;

import java.io.IOException;

/** Thrown if a web seed would fail in the same way if it was asked again. */
final class UselessSeedException extends IOException {
  private static final long serialVersionUID = 1;

  UselessSeedException(String problem) {
    super(problem);
  }
}
