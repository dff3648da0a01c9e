package org.spillway.swarm.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;

/**
 * A whole handshake, byte by byte. The vectors were computed from the specification alone, with
 * Python's integers and SHA-1 and an RC4 of ten lines: private keys are bytes that count from 1 and
 * from 101, paddings go on counting, the infohash counts from 0xa0.
 */
class HandshakeVectorsTest {
  private static final InfoHash TORRENT =
      InfoHash.parse("a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3");

  private static final byte[] INITIATOR_KEY =
      hex(
          """
          96e112dab29e8c5272accb9b17b26887ce54a144a4e3b697c7d159b7a817e556b0918db2b4c658e02a87f7e5
          fb14b18a553e084cbf3dad2d30f16596ccb982d406258c61b30c5c1dae2ddc60bdbd48d79896312aad63238c
          39e1a633821eb69315161718191a1b
          """);

  private static final byte[] RESPONDER_KEY =
      hex(
          """
          d32ae8cedd0de9ca4fe67e35626bb8c7cdb0966727d899f6a62fdb2b68817f9ddc4b684e3eb34030b8dba4e0
          28b7cff3264020340cb4eab61923cdc4e4216ba873368d83f0a38e497f1f6b4e3d2012eb91a3ee6056f966f9
          eae732089b6fa46e797a7b
          """);

  /** HASH('req1', S), the hidden hash of the torrent, VC, both methods, no padding, 15 bytes. */
  private static final byte[] OFFER =
      hex(
          """
          78fffb0f23055a793ff7609f359e04e383ec3505fcfad34890e94b632f779bca5563d5b46411aacfc74e6fbf
          252338a9c484c3de4f8f2d34
          """);

  private static final byte[] INITIAL_PAYLOAD = hex("ab7a1b0db77430e1f13ef42f85072b");

  /** VC, RC4, no padding. */
  private static final byte[] SELECTION = hex("eba8d61108ceeec0cca828d3e71a");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  @Test
  void initiator_saysWhatTheVectorsSay() throws Exception {
    var handshake =
        new InitiatorHandshake(
            TORRENT, List.of(CryptoMethod.PLAINTEXT, CryptoMethod.RC4), new CountingRandom(1, 7));
    handshake.promiseInitialPayload(15);
    var initiator = new Side(handshake);
    assertThat(initiator.toSend()).isEqualTo(INITIATOR_KEY);
    assertThat(initiator.receive(RESPONDER_KEY)).isEqualTo(OFFER);
    byte[] payload = "initial payload".getBytes(US_ASCII);
    assertThat(handshake.outgoing().apply(payload)).isEqualTo(INITIAL_PAYLOAD);
    assertThat(initiator.receive(SELECTION)).isEmpty();

    var ciphers = initiator.done();
    assertThat(ciphers.method()).isEqualTo(CryptoMethod.RC4);
    assertThat(ciphers.outgoing().apply("ping".getBytes(US_ASCII))).isEqualTo(hex("7272e247"));
    assertThat(ciphers.incoming().apply(hex("77ddbf94"))).isEqualTo("pong".getBytes(US_ASCII));
  }

  @Test
  void responder_saysWhatTheVectorsSay() throws Exception {
    SharedSecrets torrents =
        hash ->
            HexFormat.of().formatHex(hash).equals("c7bdc667f9b7bbbbfe5c7231f29e47264bbeef27")
                ? Optional.of(TORRENT)
                : Optional.empty();
    var responder =
        new Side(new ResponderHandshake(Encryption.REQUIRE, torrents, new CountingRandom(101, 3)));
    assertThat(responder.receive(INITIATOR_KEY)).isEqualTo(RESPONDER_KEY);
    assertThat(responder.receive(OFFER)).isEqualTo(SELECTION);

    var ciphers = responder.done();
    assertThat(ciphers.torrent()).isEqualTo(TORRENT);
    assertThat(ciphers.method()).isEqualTo(CryptoMethod.RC4);
    assertThat(ciphers.initialPayload()).isEqualTo(15);
    assertThat(ciphers.incoming().apply(INITIAL_PAYLOAD.clone()))
        .isEqualTo("initial payload".getBytes(US_ASCII));
    assertThat(ciphers.incoming().apply(hex("7272e247"))).isEqualTo("ping".getBytes(US_ASCII));
    assertThat(ciphers.outgoing().apply("pong".getBytes(US_ASCII))).isEqualTo(hex("77ddbf94"));
  }
}
