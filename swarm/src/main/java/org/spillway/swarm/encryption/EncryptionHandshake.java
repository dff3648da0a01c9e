package org.spillway.swarm.encryption;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.peer.MalformedMessageException;

/**
 * One side of the handshake, without sockets and clock. It takes the peer's bytes as they come, and
 * gives what the peer must be sent. No peer can make it keep more than about a kilobyte. For one
 * thread at a time, but for {@link #computeSecret}.
 */
abstract class EncryptionHandshake {
  /** The most bytes of each padding. */
  static final int MAX_PADDING = 512;

  /** The length of the verification constant in bytes, all of which are 0. */
  static final int VC_LENGTH = 8;

  /** Goes on when as many bytes have come as were awaited. */
  @FunctionalInterface
  interface Step {
    void take(byte[] bytes) throws IOException;
  }

  /** The keys of this side, and the secret of both. */
  record Exchange(KeyExchange keys, DhSecret secret) {}

  private final RandomGenerator random;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  /** The padding that came while the secret was computed. */
  private final ByteBuffer early = ByteBuffer.allocate(MAX_PADDING);

  private byte[] awaited = new byte[KeyExchange.LENGTH];
  private int have;
  private Step next = this::takeKey;

  /** The public key of the other side while the secret has not been computed. */
  private @Nullable BigInteger theirKey;

  private @Nullable StreamCiphers ciphers;

  EncryptionHandshake(RandomGenerator random) {
    this.random = random;
  }

  /** Returns the keys of this side. Called once, by any thread. */
  abstract KeyExchange keys();

  /** Goes on when the secret is known. */
  abstract void exchanged(Exchange exchange);

  /**
   * Takes bytes of the peer. It leaves those that come after the handshake, and those that come
   * after the public key as long as it was not asked whether it {@link #awaitsSecret}.
   *
   * @throws IOException if the connection must be closed
   */
  final void receive(ByteBuffer in) throws IOException {
    if (awaitsSecret()) {
      keep(in);
    }
    while (in.hasRemaining() && !awaitsSecret() && ciphers == null) {
      int length = Math.min(in.remaining(), awaited.length - have);
      in.get(awaited, have, length);
      have += length;
      takeWhileComplete();
    }
  }

  private void keep(ByteBuffer in) throws MalformedMessageException {
    if (in.remaining() > early.remaining()) {
      throw tooMuchPadding();
    }
    early.put(in);
  }

  private static MalformedMessageException tooMuchPadding() {
    return new MalformedMessageException(
        "encryption: what must follow at most %d bytes of padding is missing"
            .formatted(MAX_PADDING));
  }

  private void takeWhileComplete() throws IOException {
    while (have == awaited.length && !awaitsSecret() && ciphers == null) {
      have = 0;
      next.take(awaited);
    }
  }

  /** Awaits bytes, or goes on at once if there are none to await. */
  final void await(int length, Step step) {
    awaited = new byte[length];
    next = step;
  }

  /** Skips padding up to these bytes, and goes on after them. */
  final void awaitAfterPadding(byte[] mark, Step step) {
    await(mark.length, new Search(mark, step));
  }

  private final class Search implements Step {
    private final byte[] mark;
    private final Step found;
    private int skipped;

    Search(byte[] mark, Step found) {
      this.mark = mark;
      this.found = found;
    }

    @Override
    public void take(byte[] bytes) throws IOException {
      if (Arrays.equals(bytes, mark)) {
        found.take(bytes);
        return;
      }
      if (skipped == MAX_PADDING) {
        throw tooMuchPadding();
      }
      skipped++;
      have = bytes.length - 1;
      System.arraycopy(bytes, 1, bytes, 0, have);
    }
  }

  private void takeKey(byte[] bytes) throws MalformedMessageException {
    theirKey = KeyExchange.readPublicKey(bytes);
  }

  /**
   * Returns whether the handshake can go on only by {@link #computeSecret} and {@link #proceed}.
   */
  final boolean awaitsSecret() {
    return theirKey != null;
  }

  /** Does what takes long, and changes nothing. Another thread may run it. */
  final Exchange computeSecret() {
    var key = theirKey;
    if (key == null) {
      throw new IllegalStateException("the peer's public key has not come, or was used already");
    }
    var keys = keys();
    return new Exchange(keys, keys.secret(key));
  }

  /**
   * Goes on with the secret.
   *
   * @throws IOException if the connection must be closed
   */
  final void proceed(Exchange exchange) throws IOException {
    theirKey = null;
    exchanged(exchange);
    receive(early.flip());
  }

  /** Sends a public key, and padding of any length, so that no length gives the handshake away. */
  final void sendKey(byte[] publicKey) {
    send(publicKey);
    byte[] padding = new byte[random.nextInt(MAX_PADDING + 1)];
    random.nextBytes(padding);
    send(padding);
  }

  final void send(byte[] bytes) {
    output.writeBytes(bytes);
  }

  /** Returns what the peer must be sent now; each byte is returned once. */
  final byte[] toSend() {
    byte[] bytes = output.toByteArray();
    output.reset();
    return bytes;
  }

  final void complete(StreamCiphers result) {
    ciphers = result;
  }

  /** Returns the result, or null as long as the handshake goes on. */
  final @Nullable StreamCiphers ciphers() {
    return ciphers;
  }

  /** Reads the length of a padding. */
  static int readPaddingLength(ByteBuffer in) throws MalformedMessageException {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > MAX_PADDING) {
      throw new MalformedMessageException(
          "encryption: a padding of %d bytes, expected at most %d".formatted(length, MAX_PADDING));
    }
    return length;
  }
}
