package org.spillway.torrent.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.PeerAddress;

/** The tables of BEP 15. */
class UdpTrackerResponseTest {
  private static final String ANNOUNCED =
      "00000001" + "12345678" + "00000708" + "00000003" + "00000002";

  static Stream<Arguments> wireForms() {
    return Stream.of(
        arguments(
            "00000000" + "12345678" + "00000000deadbeef",
            false,
            new UdpTrackerResponse.Connected(0x12345678, 0xdeadbeefL)),
        arguments(ANNOUNCED, false, announced(List.of())),
        arguments(ANNOUNCED + "c0000201" + "1ae1", false, announced(List.of(peer("192.0.2.1")))),
        arguments(
            ANNOUNCED + "20010db8000000000000000000000001" + "1ae1",
            true,
            announced(List.of(peer("2001:db8::1")))),
        arguments(
            "00000002" + "12345678" + "00000005" + "00000032" + "0000000a" + "00".repeat(12),
            false,
            new UdpTrackerResponse.Scraped(
                0x12345678, List.of(new SwarmCounts(5, 50, 10), new SwarmCounts(0, 0, 0)))),
        arguments(
            "00000003" + "12345678" + "6e6f",
            false,
            new UdpTrackerResponse.Failed(0x12345678, "no")));
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void read_wireForm(String wire, boolean ipv6, UdpTrackerResponse response) throws Exception {
    assertThat(UdpTrackerResponse.read(bytes(wire), ipv6)).isEqualTo(response);
  }

  @ParameterizedTest
  @MethodSource("wireForms")
  void writeTo_wireForm(String wire, boolean ipv6, UdpTrackerResponse response) {
    var out = ByteBuffer.allocate(response.encodedLength());

    response.writeTo(out);

    assertThat(HexFormat.of().formatHex(out.array())).isEqualTo(wire);
  }

  @Test
  void read_partOfAPeer_isSkipped() throws Exception {
    assertThat(UdpTrackerResponse.read(bytes(ANNOUNCED + "c0000201" + "1ae1" + "c000"), false))
        .isEqualTo(announced(List.of(peer("192.0.2.1"))));
  }

  @Test
  void announced_bothFamilies_isTheCallersMistake() {
    assertThatThrownBy(() -> announced(List.of(peer("192.0.2.1"), peer("2001:db8::1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("IPv4 and IPv6 peers in one answer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000000123456                           | response: 7 bytes, expected at least 8
          0000000012345678                         | connect response: 0 bytes, expected at least 8
          000000011234567800000000                 | announce response: 4 bytes, expected at least 12
          0000000112345678ffffffff0000000000000000 | announce response: interval 4294967295, expected at most 2147483647
          0000000212345678ffffffff0000000000000000 | scrape response: seeders 4294967295, expected at most 2147483647
          0000000412345678                         | response: action 4, expected 0 to 3
          """)
  void read_malformed_saysWhatIsWrong(String wire, String problem) {
    assertThatThrownBy(() -> UdpTrackerResponse.read(bytes(wire), false))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage(problem);
  }

  private static UdpTrackerResponse announced(List<PeerAddress> peers) {
    return new UdpTrackerResponse.Announced(0x12345678, Duration.ofMinutes(30), 3, 2, peers);
  }

  private static PeerAddress peer(String literal) {
    return new PeerAddress(Addresses.parse(literal).orElseThrow(), 6881);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
