package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message as its BEP writes it. */
class PeerMessageTest {
  private static final String ROOT = "c1".repeat(32);
  private static final HashRange RANGE =
      HashRange.of(HexFormat.of().parseHex(ROOT), 4, 512, 512, 9);
  private static final String RANGE_HEX = ROOT + "00000004" + "00000200" + "00000200" + "00000009";

  static Stream<Arguments> wireForms() {
    return Stream.of(
        arguments("00000000", new KeepAlive()),
        arguments("00000001" + "00", new Choke()),
        arguments("00000001" + "01", new Unchoke()),
        arguments("00000001" + "02", new Interested()),
        arguments("00000001" + "03", new NotInterested()),
        arguments("00000005" + "04" + "00000102", new Have(258)),
        arguments("00000003" + "05" + "8040", Bitfield.of(bits(0, 9), 10)),
        arguments("0000000d" + "06" + "00000001" + "00004000" + "00004000", request()),
        arguments("0000000b" + "07" + "00000001" + "00004000" + "c0ff", piece("c0ff")),
        arguments("00000009" + "07" + "00000001" + "00004000", piece("")),
        arguments("0000000d" + "08" + "00000001" + "00004000" + "00004000", cancel()),
        arguments("00000003" + "09" + "1ae1", new Port(6881)),
        arguments("00000005" + "0d" + "7fffffff", new SuggestPiece(Integer.MAX_VALUE)),
        arguments("00000001" + "0e", new HaveAll()),
        arguments("00000001" + "0f", new HaveNone()),
        arguments("0000000d" + "10" + "00000001" + "00004000" + "00004000", reject()),
        arguments("00000005" + "11" + "00000000", new AllowedFast(0)),
        arguments("00000004" + "14" + "00" + "6465", new Extended(0, hex("6465"))),
        arguments("00000002" + "14" + "ff", new Extended(255, hex(""))),
        arguments("00000031" + "15" + RANGE_HEX, new HashRequest(RANGE)),
        arguments("00000051" + "16" + RANGE_HEX + ROOT, new Hashes(RANGE, hex(ROOT))),
        arguments("00000031" + "17" + RANGE_HEX, new HashReject(RANGE)),
        arguments("00000001" + "14", new Unknown(20, hex(""))),
        arguments("00000003" + "63" + "0102", new Unknown(99, hex("0102"))));
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void read_wireForm(String wire, PeerMessage message) throws Exception {
    var body = hex(wire).position(Integer.BYTES);

    assertThat(PeerMessage.read(body)).isEqualTo(message).hasSameHashCodeAs(message);
    assertThat(body.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void writeTo_wireForm(String wire, PeerMessage message) {
    var out = ByteBuffer.allocate(message.encodedLength());

    message.writeTo(out);

    assertThat(out.hasRemaining()).isFalse();
    assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(wire);
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void writeTo_twice_givesTheSame(String wire, PeerMessage message) {
    message.writeTo(ByteBuffer.allocate(message.encodedLength()));

    writeTo_wireForm(wire, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0000                               | choke: 1 bytes, expected 0
          0100                               | unchoke: 1 bytes, expected 0
          0200                               | interested: 1 bytes, expected 0
          0300                               | not interested: 1 bytes, expected 0
          04000001                           | have: 3 bytes, expected 4
          04ffffffff                         | have: piece 4294967295, expected at most 2147483647
          060000000100004000000040           | request: 11 bytes, expected 12
          06800000000000000000004000         | request: piece 2147483648, expected at most 2147483647
          06000000018000000000004000         | request: begin 2147483648, expected at most 2147483647
          06000000000000000000000000         | request: length 0, expected 1 to 131072
          06000000000000000000020001         | request: length 131073, expected 1 to 131072
          0600000000000000008000000000       | request: 13 bytes, expected 12
          06000000000000000080000000         | request: length 2147483648, expected 1 to 131072
          0700000001000000                   | piece: 7 bytes, expected at least 8
          07ffffffff00000000aa               | piece: piece 4294967295, expected at most 2147483647
          08                                 | cancel: 0 bytes, expected 12
          091a                               | port: 1 bytes, expected 2
          0d                                 | suggest piece: 0 bytes, expected 4
          0e00                               | have all: 1 bytes, expected 0
          0f00                               | have none: 1 bytes, expected 0
          1000                               | reject request: 1 bytes, expected 12
          11                                 | allowed fast: 0 bytes, expected 4
          1500                               | hash request: 1 bytes, expected 48
          1600                               | hashes: 1 bytes, expected at least 48
          1700                               | hash reject: 1 bytes, expected 48
          """)
  void read_malformed_namesMessageAndProblem(String body, String problem) {
    assertThatThrownBy(() -> PeerMessage.read(hex(body)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(problem);
  }

  @Test
  void read_hashesCutWithinAHash_isMalformed() {
    assertThatThrownBy(() -> PeerMessage.read(hex("16" + RANGE_HEX + ROOT + "00")))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("hashes: 33 bytes of hashes, expected a multiple of 32");
  }

  @Test
  void read_hashRangeAbove31Bits_isMalformed() {
    assertThatThrownBy(() -> PeerMessage.read(hex("15" + ROOT + "ffffffff" + "00".repeat(12))))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("hash range: base layer 4294967295, expected at most 2147483647");
  }

  @Test
  void read_malformed_leavesNothingOfTheBody() {
    var body = hex("06000000000000000000000000");

    assertThatThrownBy(() -> PeerMessage.read(body)).isInstanceOf(MalformedMessageException.class);
    assertThat(body.hasRemaining()).isFalse();
  }

  @Test
  void read_piece_sharesTheBytes() throws Exception {
    var body = hex("070000000100004000c0ff");

    var piece = (Piece) PeerMessage.read(body);
    body.put(9, (byte) 0x11);

    assertThat(piece.block()).isEqualTo(hex("11ff"));
  }

  @Test
  void block_readByTheCaller_leavesTheMessageAsItWas() {
    var piece = (Piece) piece("c0ff");

    piece.block().get();

    assertThat(piece.block().remaining()).isEqualTo(2);
    assertThat(piece).isEqualTo(piece("c0ff"));
  }

  @Test
  void writeHeader_thenTheBlock_isThePiece() {
    var message = piece("c0ff");
    var expected = ByteBuffer.allocate(message.encodedLength());
    message.writeTo(expected);
    var out = ByteBuffer.allocate(message.encodedLength());

    Piece.writeHeader(out, 1, 0x4000, 2);
    assertThat(out.position()).isEqualTo(Piece.BLOCK_OFFSET);
    out.put(hex("c0ff"));

    assertThat(out.flip()).isEqualTo(expected.flip());
  }

  @Test
  void constructor_outOfRange_isTheCallersMistake() {
    assertThatThrownBy(() -> new Have(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Request(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Port(65536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extended(256, hex("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Unknown(-1, hex(""))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HashRange.of(new byte[20], 0, 0, 2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, true",
    "512, 512, true",
    "2, 2, true",
    "1, 2, false",
    "0, 1, false",
    "0, 3, false",
    "256, 512, false",
    "0, 0, false"
  })
  void isSubtree_indexAndLength(int index, int length, boolean expected) {
    assertThat(HashRange.of(new byte[32], 0, index, length, 0).isSubtree()).isEqualTo(expected);
  }

  private static PeerMessage request() {
    return new Request(1, 0x4000, Request.BLOCK_LENGTH);
  }

  private static PeerMessage cancel() {
    return new Cancel(1, 0x4000, Request.BLOCK_LENGTH);
  }

  private static PeerMessage reject() {
    return new RejectRequest(1, 0x4000, Request.BLOCK_LENGTH);
  }

  private static PeerMessage piece(String block) {
    return new Piece(1, 0x4000, hex(block));
  }

  private static BitSet bits(int... pieces) {
    var bits = new BitSet();
    for (int piece : pieces) {
      bits.set(piece);
    }
    return bits;
  }

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
