package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

class HandshakeTest {
  private static final String WIRE =
      "13426974546f7272656e742070726f746f636f6c" // length and name of the protocol
          + "0000000000100005"
          + "aa".repeat(20)
          + "2d5357303130302d303132333435363738393031";

  @Test
  void read_bytes() throws Exception {
    var handshake = Handshake.read(wire());

    assertThat(handshake.infoHash()).isEqualTo(InfoHash.parse("aa".repeat(20)));
    assertThat(handshake.peerId()).isEqualTo(PeerId.of("-SW0100-012345678901".getBytes(US_ASCII)));
    assertThat(handshake.reserved())
        .isEqualTo(Handshake.DHT | Handshake.FAST | Handshake.EXTENSIONS);
    assertThat(handshake.hasDht()).isTrue();
    assertThat(handshake.hasFast()).isTrue();
    assertThat(handshake.hasExtensions()).isTrue();
    assertThat(handshake.hasV2()).isFalse();
  }

  @Test
  void read_bytesBehindIt_areLeft() throws Exception {
    var in = ByteBuffer.allocate(Handshake.LENGTH + 5).put(wire()).rewind();

    Handshake.read(in);

    assertThat(in.remaining()).isEqualTo(5);
  }

  @Test
  void writeTo_givesTheSameBytes() throws Exception {
    var out = ByteBuffer.allocate(Handshake.LENGTH);

    Handshake.read(wire()).writeTo(out);

    assertThat(out.flip()).isEqualTo(wire());
  }

  @Test
  void hasV2_bitOfBep52() {
    var handshake = new Handshake(0x10, InfoHash.parse("00".repeat(20)), PeerId.of(new byte[20]));

    assertThat(handshake.hasV2()).isTrue();
    assertThat(handshake.hasDht()).isFalse();
    assertThat(handshake.hasFast()).isFalse();
    assertThat(handshake.hasExtensions()).isFalse();
  }

  @Test
  void read_tooShort_saysHowLong() {
    assertThatThrownBy(() -> Handshake.read(wire().limit(67)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("handshake: 67 bytes, expected 68");
  }

  @Test
  void read_otherProtocol_saysWhichByte() {
    var http = ByteBuffer.allocate(100).put(0, "\u0013BitTorrent Protocol".getBytes(US_ASCII));

    assertThatThrownBy(() -> Handshake.read(http))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("handshake: byte 12 is not that of 'BitTorrent protocol'");
  }

  private static ByteBuffer wire() {
    return ByteBuffer.wrap(HexFormat.of().parseHex(WIRE));
  }
}
