package org.spillway.swarm.encryption;

import java.io.IOException;

/**
 * Thrown if a peer and we do not agree on encryption or on a torrent, although it did nothing
 * wrong; its connection must be closed.
 */
public final class EncryptionRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  EncryptionRefusedException(String reason) {
    super(reason);
  }
}
