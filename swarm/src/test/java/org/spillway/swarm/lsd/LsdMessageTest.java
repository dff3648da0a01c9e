package org.spillway.swarm.lsd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.InfoHash;

class LsdMessageTest {
  private static final InfoHash ONE = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final InfoHash TWO = InfoHash.parse("fedcba9876543210fedcba9876543210fedcba98");

  /** The form is that of BEP 14. */
  private static final String TEXT =
      String.join(
          "\r\n",
          "BT-SEARCH * HTTP/1.1",
          "Host: 239.192.152.143:6771",
          "Port: 6881",
          "Infohash: 0123456789abcdef0123456789abcdef01234567",
          "Infohash: fedcba9876543210fedcba9876543210fedcba98",
          "cookie: 1a2b",
          "",
          "",
          "");

  private static LsdMessage read(String text) throws MalformedLsdException {
    return LsdMessage.read(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  @Test
  void readAndWrite() throws Exception {
    var message = new LsdMessage(LsdGroup.IPV4.host(), 6881, List.of(ONE, TWO), "1a2b");
    assertThat(new String(message.toBytes(), US_ASCII)).isEqualTo(TEXT);
    assertThat(read(TEXT)).isEqualTo(message);
    assertThat(LsdGroup.IPV6.host()).isEqualTo("[ff15::efc0:988f]:6771");
  }

  /** Other clients write header names and infohashes in other cases. */
  @Test
  void read_otherForms() throws Exception {
    var text =
        "BT-SEARCH * HTTP/1.1\nport:1\nINFOHASH: "
            + ONE.toString().toUpperCase(Locale.ROOT)
            + "\ninfohash: short\nX: y\nnothing\n\n";
    assertThat(read(text)).isEqualTo(new LsdMessage("", 1, List.of(ONE), ""));
  }

  @Test
  void read_tooManyInfoHashes_firstCount() throws Exception {
    var text = "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n" + ("Infohash: " + ONE + "\r\n").repeat(25);
    assertThat(read(text).infoHashes()).hasSize(LsdMessage.MOST_INFO_HASHES);
  }

  @Test
  void toBytes_longest_fits() {
    var all = Collections.nCopies(LsdMessage.MOST_INFO_HASHES, ONE);
    var message = new LsdMessage(LsdGroup.IPV6.host(), 65535, all, "f".repeat(16));
    assertThat(message.toBytes()).hasSizeLessThan(1280);
  }

  /** A line ends where a tilde stands. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "GET / HTTP/1.1 | a message must begin with 'BT-SEARCH * HTTP/1.1'",
        "BT-SEARCH * HTTP/1.1 | 'Port' must be 1 to 65535",
        "BT-SEARCH * HTTP/1.1~Port: 0 | 'Port' must be 1 to 65535",
        "BT-SEARCH * HTTP/1.1~Port: 65536 | 'Port' must be 1 to 65535",
        "BT-SEARCH * HTTP/1.1~Port: -1 | 'Port' must be 1 to 65535",
        "BT-SEARCH * HTTP/1.1~Port: 1~Infohash: 12 | 'Infohash' must be 40 hex digits",
      })
  void read_malformed(String text, String message) {
    assertThatThrownBy(() -> read(text.replace('~', '\n')))
        .isInstanceOf(MalformedLsdException.class)
        .hasMessage(message);
  }

  @Test
  void read_tooLong() {
    assertThatThrownBy(() -> read(" ".repeat(1401)))
        .hasMessage("a message must have at most 1400 bytes, had 1401");
  }

  @Test
  void read_changedMessages() {
    long seed = System.nanoTime();
    System.out.println("seed of the messages " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = TEXT.getBytes(US_ASCII);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        var message = LsdMessage.read(ByteBuffer.wrap(bytes));
        assertThat(message.infoHashes()).hasSizeBetween(1, 2);
      } catch (MalformedLsdException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
