package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedHandshakeTest {

  @Test
  void read_exampleOfBep10() throws Exception {
    var handshake =
        read("d1:md11:LT_metadatai1e7:\u00b5T_PEXi2ee1:pi6881e1:v13:\u00b5Torrent 1.2e");

    assertThat(handshake.extensions()).isEqualTo(Map.of("LT_metadata", 1, "\u00b5T_PEX", 2));
    assertThat(handshake.idOf("LT_metadata")).hasValue(1);
    assertThat(handshake.idOf("ut_metadata")).isEmpty();
    assertThat(handshake.port()).isEqualTo(6881);
    assertThat(handshake.client()).isEqualTo("\u00b5Torrent 1.2");
    assertThat(handshake.metadataSize()).isZero();
    assertThat(handshake.requestQueue()).isZero();
  }

  @Test
  void toMessage_exampleOfBep9() {
    var handshake = new ExtendedHandshake(Map.of("ut_metadata", 3), 31235, "", 0, 0);

    assertThat(handshake.toMessage())
        .isEqualTo(new Extended(0, bytes("d1:md11:ut_metadatai3ee13:metadata_sizei31235ee")));
  }

  @Test
  void read_whatWasWritten_givesTheSame() throws Exception {
    var handshake =
        new ExtendedHandshake(Map.of("ut_metadata", 1, "ut_pex", 0), 9_000, "Spillway", 6881, 500);

    assertThat(ExtendedHandshake.read(handshake.toMessage().payload())).isEqualTo(handshake);
  }

  @Test
  void idOf_switchedOff_isEmpty() {
    var handshake = new ExtendedHandshake(Map.of("ut_pex", 0), 0, "", 0, 0);

    assertThat(handshake.idOf("ut_pex")).isEmpty();
  }

  @Test
  void read_unknownKeysAndOtherKinds_areIgnored() throws Exception {
    var handshake = read("d1:md1:ai1e1:b3:xyze13:metadata_size3:big4:reqqle1:vi1e6:yourip4:abcde");

    assertThat(handshake).isEqualTo(new ExtendedHandshake(Map.of("a", 1), 0, "", 0, 0));
  }

  @Test
  void read_nothingTold_isEmpty() throws Exception {
    assertThat(read("de")).isEqualTo(new ExtendedHandshake(Map.of(), 0, "", 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          le                         | extended handshake: not a dictionary
          d1:m                       | extended handshake: byte 4: the input ends within a value
          ''                         | extended handshake: byte 0: the input ends within a value
          d1:v999999999:xe           | extended handshake: byte 4: a string longer than the input
          """)
  void read_malformed_saysWhatIsWrong(String payload, String problem) {
    assertThatThrownBy(() -> read(payload))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d1:pi6881e1:md11:ut_metadatai3eee", // not sorted
        "d1:md6:ut_pexi2e11:ut_metadatai3ee1:pi6881ee",
        "d1:md11:ut_metadatai3e11:ut_metadatai4ee1:pi6881e1:pi1ee", // twice: the first counts
        "d1:md11:ut_metadatai3ee1:pi6881eexyz", // bytes behind
        "d1:md11:ut_metadatai3ee1:pi6881e4:reqqi-1ee",
        "d13:metadata_sizei-1e1:md11:ut_metadatai3ee1:pi6881ee",
        "d1:md11:ut_metadatai3ee13:metadata_sizei99999999999999999999e1:pi6881ee",
        "d1:md6:ut_pexi300e11:ut_metadatai3ee1:pi06881ee",
        "d1:md11:ut_metadatai3e3:ut2i-1e3:ut34:texte4:reqqi-0e1:pi6881ee",
        "d01:md11:ut_metadatai3ee1:pi6881e1:vi1e6:yourip0:e",
      })
  void read_whatCarelessPeersWrite_losesOnlyWhatIsWrong(String payload) throws Exception {
    var handshake = read(payload);

    assertThat(handshake.idOf("ut_metadata")).hasValue(3);
    assertThat(handshake.port()).isEqualTo(6881);
    assertThat(handshake.metadataSize()).isZero();
    assertThat(handshake.requestQueue()).isZero();
    assertThat(handshake.client()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"i256e", "i300e", "i-1e", "i99999999999999999999e", "1:3", "le", "de"})
  void read_idOutOfRange_isNoExtension(String id) throws Exception {
    assertThat(read("d1:md11:ut_metadata" + id + "ee").extensions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"i65536e", "i-1e", "4:6881", "le"})
  void read_portOutOfRange_isNotTold(String port) throws Exception {
    assertThat(read("d1:p" + port + "e").port()).isZero();
  }

  private static ExtendedHandshake read(String payload) throws MalformedMessageException {
    return ExtendedHandshake.read(bytes(payload));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
