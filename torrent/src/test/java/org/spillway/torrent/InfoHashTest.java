package org.spillway.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Infohashes of both versions, SHA-256 digests and peer ids: bytes with a name. */
class InfoHashTest {
  private static final String V1 = "c9e15763f722f23e98a29decdfae341b98d53056";
  private static final String V2 =
      "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb";

  @Test
  void parse_hex() {
    var hash = InfoHash.parse(V1.toUpperCase(Locale.ROOT));
    assertThat(hash).hasToString(V1).isEqualTo(InfoHash.of(hash.toBytes()));
    assertThat(hash).hasSameHashCodeAs(InfoHash.parse(V1));
    assertThat(InfoHashV2.parse(V2)).hasToString(V2);
    assertThat(Sha256.parse(V2)).hasToString(V2).isEqualTo(Sha256.of(Sha256.parse(V2).toBytes()));
  }

  @Test
  void parse_tooShort() {
    assertThatThrownBy(() -> InfoHash.parse("00ff"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an infohash has 40 hex digits, not 4");
    assertThatThrownBy(() -> InfoHashV2.parse(V1))
        .hasMessage("a v2 infohash has 64 hex digits, not 40");
    assertThatThrownBy(() -> InfoHash.of(new byte[32]))
        .hasMessage("an infohash has 20 bytes, not 32");
    assertThatThrownBy(() -> InfoHashV2.of(new byte[20]))
        .hasMessage("a v2 infohash has 32 bytes, not 20");
    assertThatThrownBy(() -> Sha256.of(new byte[20])).hasMessage("a SHA-256 has 32 bytes, not 20");
    assertThatThrownBy(() -> PeerId.of(new byte[19])).hasMessage("a peer id has 20 bytes, not 19");
  }

  @Test
  void parse_noHex() {
    assertThatThrownBy(() -> InfoHash.parse("x".repeat(40)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sha256.parse("x".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** printf de | sha1sum, sha256sum. */
  @Test
  void ofInfo_emptyDictionary() {
    byte[] info = "de".getBytes(US_ASCII);
    assertThat(InfoHash.ofInfo(info)).hasToString("600ccd1b71569232d01d110bc63e906beab04d8c");
    assertThat(InfoHashV2.ofInfo(info).truncated().toBytes())
        .isEqualTo(Arrays.copyOf(Sha256.digest(info).toBytes(), 20));
  }

  @Test
  void buffer_bothWays() {
    var buffer = ByteBuffer.allocate(72);
    InfoHash.parse(V1).writeTo(buffer);
    InfoHashV2.parse(V2).writeTo(buffer);
    PeerId.of(new byte[20]).writeTo(buffer);
    buffer.flip();
    assertThat(InfoHash.read(buffer)).hasToString(V1);
    assertThat(InfoHashV2.read(buffer)).hasToString(V2);
    assertThat(PeerId.read(buffer)).hasToString("00".repeat(20));
    assertThat(buffer.hasRemaining()).isFalse();
  }

  @Test
  void compareTo_unsigned() {
    assertThat(InfoHash.parse("7f" + "00".repeat(19)))
        .isLessThan(InfoHash.parse("80" + "00".repeat(19)));
    assertThat(InfoHashV2.parse("7f" + "00".repeat(31)))
        .isLessThan(InfoHashV2.parse("80" + "00".repeat(31)));
  }

  @Test
  void toBytes_aCopy() {
    byte[] bytes = new byte[20];
    var hash = InfoHash.of(bytes);
    bytes[0] = 1;
    hash.toBytes()[1] = 1;
    assertThat(hash).hasToString("00".repeat(20));
  }
}
