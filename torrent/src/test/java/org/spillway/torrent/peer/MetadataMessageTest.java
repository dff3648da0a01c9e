package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataMessageTest {
  private static final int SIZE = 2 * MetadataMessage.BLOCK + 467;

  @Test
  void toMessage_examplesOfBep9() {
    assertThat(new MetadataMessage.Request(0).toMessage(3))
        .isEqualTo(new Extended(3, bytes("d8:msg_typei0e5:piecei0ee")));
    assertThat(new MetadataMessage.Reject(0).toMessage(3))
        .isEqualTo(new Extended(3, bytes("d8:msg_typei2e5:piecei0ee")));
    assertThat(new MetadataMessage.Data(0, 8, bytes("xxxxxxxx")).toMessage(3))
        .isEqualTo(new Extended(3, bytes("d8:msg_typei1e5:piecei0e10:total_sizei8eexxxxxxxx")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void read_dataThatWasWritten_givesTheSame(int piece) throws Exception {
    int length = Math.min(MetadataMessage.BLOCK, SIZE - piece * MetadataMessage.BLOCK);
    var data = new MetadataMessage.Data(piece, SIZE, ByteBuffer.allocate(length));

    assertThat(MetadataMessage.read(data.toMessage(1).payload())).contains(data);
  }

  @Test
  void read_requestAndReject() throws Exception {
    assertThat(MetadataMessage.read(bytes("d8:msg_typei0e5:piecei7ee")))
        .contains(new MetadataMessage.Request(7));
    assertThat(MetadataMessage.read(bytes("d8:msg_typei2e5:piecei7ee")))
        .contains(new MetadataMessage.Reject(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d5:piecei7e8:msg_typei0ee",
        "d8:msg_typei0e5:piecei7e5:piecei8ee",
        "d8:msg_typei0e5:piecei7eexyz",
        "d8:msg_typei0e5:piecei07e10:total_sizei-1ee",
        "d3:key5:value8:msg_typei-0e5:piecei7ee",
      })
  void read_requestOfACarelessPeer(String payload) throws Exception {
    assertThat(MetadataMessage.read(bytes(payload))).contains(new MetadataMessage.Request(7));
  }

  @Test
  void read_typeOfALaterBep_isEmpty() throws Exception {
    assertThat(MetadataMessage.read(bytes("d8:msg_typei3ee"))).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          le                                           | metadata: not a dictionary
          d                                            | metadata: byte 1: the input ends within a value
          de                                           | metadata: no msg_type
          d8:msg_typei0ee                              | metadata: no piece
          d8:msg_typei0e5:piecei-1ee                   | metadata: piece -1, expected 0 to 2147483647
          d8:msg_typei1e5:piecei0ee                    | metadata: no total_size
          d8:msg_typei1e5:piecei1e10:total_sizei9ee    | metadata data: piece 1 of 9 bytes
          d8:msg_typei1e5:piecei0e10:total_sizei0ee    | metadata data: piece 0 of 0 bytes
          d8:msg_typei1e5:piecei0e10:total_sizei3eexx  | metadata data: a block of 2 bytes, expected 3
          """)
  void read_malformed_saysWhatIsWrong(String payload, String problem) {
    assertThatThrownBy(() -> MetadataMessage.read(bytes(payload)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(problem);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
