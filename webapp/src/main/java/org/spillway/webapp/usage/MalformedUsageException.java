package org.spillway.webapp.usage;

import java.io.IOException;

/** Says that a file of a day is damaged; the message names the file and the line. */
public final class MalformedUsageException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedUsageException(String message) {
    super(message);
  }
}
