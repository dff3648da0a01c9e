package org.spillway.torrent.signature;

import java.io.IOException;

/** Thrown if bytes are not a list of certificates, or too long a list; the message says why. */
public final class MalformedChainException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedChainException(String problem) {
    super(problem);
  }
}
