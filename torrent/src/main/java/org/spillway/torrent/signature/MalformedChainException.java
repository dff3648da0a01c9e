package org.spillway.torrent.signature;

import java.io.IOException;

/** Bytes that are no list of certificates, or one that is too long; the message says why. */
public final class MalformedChainException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedChainException(String problem) {
    super(problem);
  }
}
