package org.spillway.swarm.encryption;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.MalformedMessageException;

/** The handshake of the side that dialled. */
final class InitiatorHandshake extends EncryptionHandshake {
  /** The most bytes of our own that may come with the handshake. */
  static final int MAX_INITIAL_PAYLOAD = 0xffff;

  private final InfoHash torrent;
  private final List<CryptoMethod> provided;
  private final KeyExchange keys;
  private int initialPayload;
  private @Nullable Rc4 outgoing;

  /**
   * Begins a handshake: there is something to send at once.
   *
   * @param provided the methods of which the peer may select one
   */
  InitiatorHandshake(InfoHash torrent, List<CryptoMethod> provided, RandomGenerator random) {
    super(random);
    this.torrent = torrent;
    this.provided = provided;
    this.keys = KeyExchange.random(random);
    sendKey(keys.publicKey());
  }

  @Override
  KeyExchange keys() {
    return keys;
  }

  /**
   * Promises bytes that will be sent right after what {@link #proceed} sends, encrypted by {@link
   * #outgoing}.
   *
   * @param length at most {@value #MAX_INITIAL_PAYLOAD}
   */
  void promiseInitialPayload(int length) {
    initialPayload = length;
  }

  @Override
  void exchanged(Exchange exchange) {
    var secret = exchange.secret();
    send(secret.synchronisation());
    send(secret.hide(DhSecret.ofTorrent(torrent)));
    var out = secret.initiatorCipher(torrent);
    outgoing = out;
    send(out.apply(offer()));
    var incoming = secret.responderCipher(torrent);
    awaitAfterPadding(
        incoming.apply(new byte[VC_LENGTH]),
        mark ->
            await(
                Integer.BYTES + Short.BYTES, selection -> takeSelection(incoming, out, selection)));
  }

  private byte[] offer() {
    return ByteBuffer.allocate(VC_LENGTH + Integer.BYTES + 2 * Short.BYTES)
        .putInt(VC_LENGTH, CryptoMethod.bits(provided))
        .putShort(VC_LENGTH + Integer.BYTES + Short.BYTES, (short) initialPayload)
        .array();
  }

  /** Returns the cipher for the initial payload. */
  Rc4 outgoing() {
    if (outgoing == null) {
      throw new IllegalStateException("the secret is not known yet");
    }
    return outgoing;
  }

  private void takeSelection(Rc4 incoming, Rc4 out, byte[] bytes) throws MalformedMessageException {
    var in = ByteBuffer.wrap(incoming.apply(bytes));
    int bits = in.getInt();
    var method =
        CryptoMethod.selected(bits)
            .filter(provided::contains)
            .orElseThrow(
                () ->
                    new MalformedMessageException(
                        "encryption: the peer selected 0x%x of the methods 0x%x"
                            .formatted(bits, CryptoMethod.bits(provided))));
    await(
        readPaddingLength(in),
        padding -> {
          incoming.apply(padding);
          complete(new StreamCiphers(torrent, method, incoming, out, 0));
        });
  }
}
