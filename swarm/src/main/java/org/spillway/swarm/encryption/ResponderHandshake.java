package org.spillway.swarm.encryption;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.MalformedMessageException;

/** The handshake of the side that was dialled. */
final class ResponderHandshake extends EncryptionHandshake {
  private static final int HASH_LENGTH = 20;

  private final Encryption policy;
  private final SharedSecrets torrents;
  private final RandomGenerator random;

  ResponderHandshake(Encryption policy, SharedSecrets torrents, RandomGenerator random) {
    super(random);
    this.policy = policy;
    this.torrents = torrents;
    this.random = random;
  }

  @Override
  KeyExchange keys() {
    return KeyExchange.random(random);
  }

  @Override
  void exchanged(Exchange exchange) {
    sendKey(exchange.keys().publicKey());
    var secret = exchange.secret();
    awaitAfterPadding(
        secret.synchronisation(), mark -> await(HASH_LENGTH, hash -> takeTorrent(secret, hash)));
  }

  private void takeTorrent(DhSecret secret, byte[] hidden) throws EncryptionRefusedException {
    var torrent =
        torrents
            .find(secret.hide(hidden))
            .orElseThrow(() -> new EncryptionRefusedException("the torrent is not offered"));
    var offer =
        new Offer(torrent, secret.initiatorCipher(torrent), secret.responderCipher(torrent));
    await(VC_LENGTH + Integer.BYTES + Short.BYTES, offer::takeMethods);
  }

  /** The part that is encrypted already. */
  private final class Offer {
    private final InfoHash torrent;
    private final Rc4 incoming;
    private final Rc4 outgoing;

    Offer(InfoHash torrent, Rc4 incoming, Rc4 outgoing) {
      this.torrent = torrent;
      this.incoming = incoming;
      this.outgoing = outgoing;
    }

    void takeMethods(byte[] bytes) throws MalformedMessageException, EncryptionRefusedException {
      var in = ByteBuffer.wrap(incoming.apply(bytes));
      if (in.getLong() != 0) {
        throw new MalformedMessageException("encryption: the verification constant is not 0");
      }
      int provided = in.getInt();
      var method =
          policy
              .select(provided)
              .orElseThrow(
                  () ->
                      new EncryptionRefusedException(
                          "the peer offers methods 0x%x, none of which is wanted"
                              .formatted(provided)));
      await(readPaddingLength(in) + Short.BYTES, rest -> takePadding(method, rest));
    }

    private void takePadding(CryptoMethod method, byte[] bytes) {
      var in = ByteBuffer.wrap(incoming.apply(bytes));
      int initialPayload = Short.toUnsignedInt(in.getShort(in.limit() - Short.BYTES));
      var answer = ByteBuffer.allocate(VC_LENGTH + Integer.BYTES + Short.BYTES);
      answer.putInt(VC_LENGTH, method.bit());
      send(outgoing.apply(answer.array()));
      complete(new StreamCiphers(torrent, method, incoming, outgoing, initialPayload));
    }
  }
}
