package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.MalformedMessageException;

class EncryptionHandshakeTest {
  private static final InfoHash TORRENT =
      InfoHash.parse("00112233445566778899aabbccddeeff01234567");

  private static final int OFFER_HASHES = 40;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final TorrentKeys torrents = new TorrentKeys();

  EncryptionHandshakeTest() {
    torrents.add(TORRENT);
  }

  private ResponderHandshake responder(Encryption policy) {
    return new ResponderHandshake(policy, torrents, random);
  }

  private InitiatorHandshake initiator(Encryption policy) {
    return new InitiatorHandshake(TORRENT, policy.methods(), random);
  }

  private interface Transfer {
    byte[] apply(Side to, byte[] bytes) throws IOException;
  }

  private static byte[] whole(Side to, byte[] bytes) throws IOException {
    return to.receive(bytes);
  }

  private static byte[] byteByByte(Side to, byte[] bytes) throws IOException {
    var said = ByteBuffer.allocate(4096);
    for (byte one : bytes) {
      said.put(to.receive(one));
    }
    return Arrays.copyOf(said.array(), said.position());
  }

  private byte[] inParts(Side to, byte[] bytes) throws IOException {
    var said = ByteBuffer.allocate(4096);
    for (int at = 0; at < bytes.length; ) {
      int end = at + 1 + random.nextInt(bytes.length - at);
      said.put(to.receive(Arrays.copyOfRange(bytes, at, end)));
      at = end;
    }
    return Arrays.copyOf(said.array(), said.position());
  }

  /** Lets both sides talk until neither has anything to say, and checks what follows. */
  private void connect(Encryption from, Encryption to, CryptoMethod expected, Transfer transfer)
      throws IOException {
    byte[] payload = new byte[random.nextInt(100)];
    random.nextBytes(payload);
    var handshake = initiator(from);
    handshake.promiseInitialPayload(payload.length);
    var a = new Side(handshake);
    var b = new Side(responder(to));
    byte[] answer = transfer.apply(b, a.toSend());
    byte[] offer = transfer.apply(a, answer);
    byte[] encrypted = handshake.outgoing().apply(payload.clone());
    byte[] selection = transfer.apply(b, join(offer, encrypted));
    assertThat(transfer.apply(a, selection)).isEmpty();

    assertThat(a.done().method()).as("seed %d", seed).isEqualTo(expected);
    assertThat(b.done().method()).isEqualTo(expected);
    assertThat(b.done().torrent()).isEqualTo(TORRENT);
    assertThat(b.done().initialPayload()).isEqualTo(payload.length);
    assertThat(b.done().incoming().apply(b.rest())).isEqualTo(payload);
    assertThat(a.rest()).isEmpty();
    talk(a.done().outgoing(), b.done().incoming());
    talk(b.done().outgoing(), a.done().incoming());
  }

  private static void talk(Rc4 from, Rc4 to) {
    byte[] text = "BitTorrent protocol".getBytes(US_ASCII);
    byte[] encrypted = from.apply(text.clone());
    assertThat(encrypted).isNotEqualTo(text);
    assertThat(to.apply(encrypted)).isEqualTo(text);
  }

  private static byte[] join(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private enum Split {
    WHOLE,
    BYTE_BY_BYTE,
    IN_PARTS
  }

  @ParameterizedTest
  @EnumSource
  void handshake_ofEachPolicyWithEach(Split split) throws Exception {
    Transfer transfer =
        switch (split) {
          case WHOLE -> EncryptionHandshakeTest::whole;
          case BYTE_BY_BYTE -> EncryptionHandshakeTest::byteByByte;
          case IN_PARTS -> this::inParts;
        };
    for (int i = 0; i < 20; i++) {
      connect(Encryption.PREFER_PLAIN, Encryption.PREFER_PLAIN, CryptoMethod.PLAINTEXT, transfer);
      connect(Encryption.PREFER_PLAIN, Encryption.REQUIRE, CryptoMethod.RC4, transfer);
      connect(Encryption.REQUIRE, Encryption.PREFER_PLAIN, CryptoMethod.RC4, transfer);
      connect(Encryption.REQUIRE, Encryption.REQUIRE, CryptoMethod.RC4, transfer);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "WHOLE", mode = EnumSource.Mode.EXCLUDE)
  void longestPaddings_areSkipped(Split split) throws Exception {
    var a = new Side(new InitiatorHandshake(TORRENT, Encryption.REQUIRE.methods(), longest(1)));
    var b = new Side(new ResponderHandshake(Encryption.REQUIRE, torrents, longest(2)));
    Transfer transfer =
        split == Split.IN_PARTS ? this::inParts : EncryptionHandshakeTest::byteByByte;
    byte[] first = a.toSend();
    assertThat(first).hasSize(608);
    byte[] answer = transfer.apply(b, first);
    assertThat(answer).hasSize(608);
    byte[] selection = transfer.apply(b, transfer.apply(a, answer));
    assertThat(transfer.apply(a, selection)).isEmpty();
    assertThat(a.done().method()).isEqualTo(CryptoMethod.RC4);
  }

  private static CountingRandom longest(int first) {
    return new CountingRandom(first, EncryptionHandshake.MAX_PADDING);
  }

  /** The padding can come while another thread computes; so can no more than that. */
  @Test
  void padding_whileTheSecretIsComputed() throws Exception {
    var responder = responder(Encryption.REQUIRE);
    byte[] first =
        new InitiatorHandshake(TORRENT, Encryption.REQUIRE.methods(), longest(1)).toSend();
    responder.receive(ByteBuffer.wrap(first, 0, KeyExchange.LENGTH));
    assertThat(responder.awaitsSecret()).isTrue();
    responder.receive(ByteBuffer.wrap(first, KeyExchange.LENGTH, 300));
    responder.receive(ByteBuffer.wrap(first, KeyExchange.LENGTH + 300, 212));
    assertThatThrownBy(() -> responder.receive(ByteBuffer.allocate(1)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("encryption: what must follow at most 512 bytes of padding is missing");
    responder.proceed(responder.computeSecret());
    assertThat(responder.toSend()).hasSizeBetween(96, 608);
  }

  @Test
  void responder_endlessPadding_isRefused() throws Exception {
    var side = new Side(responder(Encryption.PREFER_PLAIN));
    side.receive(new KeyExchange(BigInteger.valueOf(1000)).publicKey());
    side.receive(new byte[EncryptionHandshake.MAX_PADDING + 19]);
    assertThatThrownBy(() -> side.receive(new byte[1]))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("encryption: what must follow at most 512 bytes of padding is missing");
  }

  @Test
  void initiator_endlessPadding_isRefused() throws Exception {
    var side = new Side(initiator(Encryption.REQUIRE));
    side.receive(new KeyExchange(BigInteger.valueOf(1000)).publicKey());
    side.receive(new byte[EncryptionHandshake.MAX_PADDING + 7]);
    assertThatThrownBy(() -> side.receive(new byte[1]))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("encryption: what must follow at most 512 bytes of padding is missing");
  }

  @Test
  void publicKey_ofWhichAnybodyKnowsTheSecret_isRefused() {
    for (var handshake : List.of(initiator(Encryption.REQUIRE), responder(Encryption.REQUIRE))) {
      assertThatThrownBy(() -> new Side(handshake).receive(new byte[KeyExchange.LENGTH]))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  /** Makes an offer for a responder, which has got the key already. */
  private byte[] offer(Side responder, Encryption policy) throws IOException {
    var initiator = new Side(initiator(policy));
    return initiator.receive(responder.receive(initiator.toSend()));
  }

  @Test
  void responder_unknownTorrent_isRefused() throws Exception {
    var responder = new Side(responder(Encryption.REQUIRE));
    byte[] offer = offer(responder, Encryption.REQUIRE);
    torrents.remove(TORRENT);
    assertThatThrownBy(() -> responder.receive(offer))
        .isInstanceOf(EncryptionRefusedException.class)
        .hasMessage("the torrent is not offered");
  }

  @Test
  void responder_noCommonMethod_isRefused() throws Exception {
    for (var methods : List.of(List.of(CryptoMethod.PLAINTEXT), List.<CryptoMethod>of())) {
      var initiator = new Side(new InitiatorHandshake(TORRENT, methods, random));
      var responder = new Side(responder(Encryption.REQUIRE));
      byte[] offer = initiator.receive(responder.receive(initiator.toSend()));
      assertThatThrownBy(() -> responder.receive(offer))
          .isInstanceOf(EncryptionRefusedException.class)
          .hasMessage(
              "the peer offers methods 0x%x, none of which is wanted"
                  .formatted(CryptoMethod.bits(methods)));
    }
  }

  /** Flips a bit of the encrypted part of an offer. */
  private void assertOfferRefused(int index, String message) throws IOException {
    var responder = new Side(responder(Encryption.REQUIRE));
    byte[] offer = offer(responder, Encryption.REQUIRE);
    offer[OFFER_HASHES + index] ^= (byte) 0x80;
    assertThatThrownBy(() -> responder.receive(offer))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(message);
  }

  @Test
  void responder_verificationConstant_isRefused() throws Exception {
    assertOfferRefused(0, "encryption: the verification constant is not 0");
    assertOfferRefused(7, "encryption: the verification constant is not 0");
  }

  @Test
  void responder_lengthOfPadding_isBounded() throws Exception {
    assertOfferRefused(12, "encryption: a padding of 32768 bytes, expected at most 512");
  }

  /** Flips bits of the responder's encrypted selection. */
  private void assertSelectionRefused(int index, int bits, String message) throws IOException {
    var initiator = new Side(initiator(Encryption.REQUIRE));
    var responder = new Side(responder(Encryption.REQUIRE));
    byte[] selection = responder.receive(initiator.receive(responder.receive(initiator.toSend())));
    selection[index] ^= (byte) bits;
    assertThatThrownBy(() -> initiator.receive(selection))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(message);
  }

  @Test
  void initiator_selectionThatWasNotOffered_isRefused() throws Exception {
    String problem = "encryption: the peer selected 0x%x of the methods 0x2";
    assertSelectionRefused(11, 0x03, problem.formatted(1)); // plaintext
    assertSelectionRefused(11, 0x01, problem.formatted(3)); // both
    assertSelectionRefused(11, 0x02, problem.formatted(0)); // none
    assertSelectionRefused(8, 0x80, problem.formatted(0x80000002));
  }

  @Test
  void initiator_lengthOfPadding_isBounded() throws Exception {
    assertSelectionRefused(12, 0x04, "encryption: a padding of 1024 bytes, expected at most 512");
  }

  /** Paddings are reserved for extensions; those of the encrypted part are skipped as well. */
  @Test
  void encryptedPaddings_areSkipped() throws Exception {
    var initiator = new Side(initiator(Encryption.REQUIRE));
    var responder = new Side(responder(Encryption.REQUIRE));
    byte[] offer = initiator.receive(responder.receive(initiator.toSend()));
    offer[OFFER_HASHES + 13] ^= 5; // the length, which is followed by that of the payload
    byte[] padding = {1, 2, 3, 4, 5};
    assertThat(responder.receive(offer)).isEmpty();
    assertThat(responder.receive(padding)).hasSize(14);
    assertThat(responder.rest()).isEmpty();
  }

  /** Whatever is changed on the way, both sides end with a value or an IOException. */
  @Test
  void anyBytesChanged_neverAnythingElse() {
    for (int i = 0; i < 300; i++) {
      try {
        var a = new Side(initiator(Encryption.PREFER_PLAIN));
        var b = new Side(responder(Encryption.PREFER_PLAIN));
        byte[] answer = mutate(b.receive(mutate(a.toSend())));
        byte[] offer = mutate(a.receive(answer));
        a.receive(mutate(b.receive(offer)));
      } catch (IOException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
      }
    }
  }

  private byte[] mutate(byte[] bytes) {
    int more = random.nextInt(4) == 0 ? random.nextInt(-3, 4) : 0;
    byte[] changed = Arrays.copyOf(bytes, Math.max(0, bytes.length + more));
    if (changed.length > 0 && random.nextInt(4) == 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }
}
