package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** The tables of BEP 15. */
class UdpTrackerRequestTest {
  private static final String CONNECT = "0000041727101980" + "00000000" + "12345678";
  private static final String ANNOUNCE =
      "00000000deadbeef" // connection id
          + "00000001" // action
          + "12345678" // transaction id
          + "aa".repeat(20) // infohash
          + "2d5357303130302d303132333435363738393031" // peer id
          + "0000000000000002" // downloaded
          + "0000000000000003" // left
          + "0000000000000001" // uploaded
          + "00000002" // event
          + "c0000207" // IP address
          + "5f0a12bc" // key
          + "ffffffff" // num_want
          + "1ae1"; // port
  private static final String SCRAPE =
      "00000000deadbeef" + "00000002" + "12345678" + "aa".repeat(20) + "bb".repeat(20);

  @Test
  void read_connect() throws Exception {
    assertThat(read(CONNECT)).isEqualTo(new UdpTrackerRequest.Connect(0x12345678));
  }

  @Test
  void read_announce() throws Exception {
    var request =
        new AnnounceRequest(
            InfoHash.parse("aa".repeat(20)),
            PeerId.of("-SW0100-012345678901".getBytes(US_ASCII)),
            1,
            2,
            3,
            AnnounceEvent.STARTED,
            6881,
            0x5f0a12bc,
            AnnounceRequest.DEFAULT_NUM_WANT,
            List.of(Addresses.parse("192.0.2.7").orElseThrow()),
            true);

    assertThat(read(ANNOUNCE))
        .isEqualTo(new UdpTrackerRequest.Announce(0xdeadbeefL, 0x12345678, request));
  }

  @Test
  void read_scrape() throws Exception {
    assertThat(read(SCRAPE))
        .isEqualTo(
            new UdpTrackerRequest.Scrape(
                0xdeadbeefL,
                0x12345678,
                List.of(InfoHash.parse("aa".repeat(20)), InfoHash.parse("bb".repeat(20)))));
  }

  static List<String> wireForms() {
    return List.of(CONNECT, ANNOUNCE, SCRAPE);
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void writeTo_givesTheSameBytes(String wire) throws Exception {
    var request = read(wire);
    var out = ByteBuffer.allocate(request.encodedLength());

    request.writeTo(out);

    assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(wire);
  }

  /** BEP 41: the end, nothing, a URL that is whole, one that is cut. */
  @ParameterizedTest
  @ValueSource(strings = {"00", "0101", "02052f70617468", "0205", "ff"})
  void read_optionsOfBep41_areSkipped(String options) throws Exception {
    assertThat(read(ANNOUNCE + options)).isEqualTo(read(ANNOUNCE));
    assertThat(read(CONNECT + options)).isEqualTo(read(CONNECT));
    assertThat(read(SCRAPE + options)).isEqualTo(read(SCRAPE));
  }

  @Test
  void read_numbersAboveTheirRange_areUnknown() throws Exception {
    var wire = bytes(ANNOUNCE);
    wire.putLong(56, -1).putLong(64, -1).putLong(72, -1).putInt(80, 5).putInt(92, -50);

    var request = ((UdpTrackerRequest.Announce) UdpTrackerRequest.read(wire)).request();

    assertThat(request.left()).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(request.uploaded()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.downloaded()).isEqualTo(Long.MAX_VALUE);
    assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
    assertThat(request.numWant()).isEqualTo(AnnounceRequest.DEFAULT_NUM_WANT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          000004172710198000000000123456   | request: 15 bytes, expected at least 16
          00000417271019810000000012345678 | connect: protocol id 0x41727101981, expected 0x41727101980
          00000417271019800000000112345678 | announce: 16 bytes, expected at least 98
          00000417271019800000000312345678 | request: action 3, expected 0 to 2
          0000041727101980ffffffff12345678 | request: action -1, expected 0 to 2
          """)
  void read_malformed_saysWhatIsWrong(String wire, String problem) {
    assertThatThrownBy(() -> read(wire))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage(problem);
  }

  @Test
  void scrape_moreThanADatagramHolds_isRefused() {
    var infoHash = InfoHash.parse("aa".repeat(20));

    assertThatThrownBy(() -> read(SCRAPE + "cc".repeat(20 * 73)))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage("scrape: 75 infohashes, expected at most 74");
    assertThatThrownBy(() -> new UdpTrackerRequest.Scrape(1, 1, Collections.nCopies(75, infoHash)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static UdpTrackerRequest read(String hex) throws MalformedAnnounceException {
    return UdpTrackerRequest.read(bytes(hex));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
