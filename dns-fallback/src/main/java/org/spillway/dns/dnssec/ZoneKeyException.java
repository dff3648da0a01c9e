package org.spillway.dns.dnssec;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a key file cannot be used; the message begins with the file. */
public final class ZoneKeyException extends IOException {
  private static final long serialVersionUID = 1;

  ZoneKeyException(Path file, String problem) {
    super(file + ": " + problem);
  }

  ZoneKeyException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
