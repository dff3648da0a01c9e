package org.spillway.swarm.encryption;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One side of a handshake, which computes the secret at once and keeps what follows. */
final class Side {
  private final EncryptionHandshake handshake;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  Side(EncryptionHandshake handshake) {
    this.handshake = handshake;
  }

  /** Hands over bytes, and returns what this side says. */
  byte[] receive(byte... bytes) throws IOException {
    var in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining() && handshake.ciphers() == null) {
      handshake.receive(in);
      if (handshake.awaitsSecret()) {
        handshake.proceed(handshake.computeSecret());
      }
    }
    rest.write(bytes, in.position(), in.remaining());
    return handshake.toSend();
  }

  byte[] toSend() {
    return handshake.toSend();
  }

  @Nullable StreamCiphers ciphers() {
    return handshake.ciphers();
  }

  StreamCiphers done() {
    var ciphers = handshake.ciphers();
    if (ciphers == null) {
      throw new AssertionError("the handshake is not done");
    }
    return ciphers;
  }

  /** Returns what came after the handshake. */
  byte[] rest() {
    return rest.toByteArray();
  }
}
