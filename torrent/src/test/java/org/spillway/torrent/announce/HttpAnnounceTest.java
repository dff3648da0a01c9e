package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

class HttpAnnounceTest {
  private static final InfoHash INFO_HASH =
      InfoHash.parse("123456789abcdef123456789abcdef123456789a");
  private static final String HASH = "info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A";
  private static final String MINIMAL = HASH + "&peer_id=-SW0100-012345678901&port=6881";
  private static final InetAddress CLIENT = address("192.0.2.9");
  private static final PeerId PEER_ID = PeerId.of("-SW0100-012345678901".getBytes(US_ASCII));

  @ParameterizedTest
  @CsvSource({
    "uploaded=x, 0, 4, -1",
    "uploaded=NaN, 0, 4, -1",
    "left=1e9, 0, 9223372036854775807, -1",
    "left=99999999999999999999, 0, 9223372036854775807, -1",
    "left=4.0, 0, 4, -1",
    "numwant=many, 0, 4, -1",
    "numwant=50.0, 0, 4, 50",
    "numwant=, 0, 4, -1",
    "key=%, 0, 4, -1",
    "event=%zz, 0, 4, -1",
    "ip=%, 0, 4, -1",
  })
  void parse_whatIsNotNeeded_refusesNobody(String odd, long uploaded, long left, int numWant)
      throws MalformedAnnounceException {
    var request = HttpAnnounce.parse(odd + "&" + MINIMAL + "&left=4");
    assertThat(request.uploaded()).isEqualTo(uploaded);
    assertThat(request.left()).isEqualTo(left);
    assertThat(request.numWant()).isEqualTo(numWant);
    assertThat(request.event()).isEqualTo(AnnounceEvent.NONE);
  }

  @Test
  void parse_allKeys() throws Exception {
    var request =
        HttpAnnounce.parse(
            MINIMAL
                + "&uploaded=1&downloaded=2&left=3&corrupt=0&key=5F0A12bc&event=started&numwant=80"
                + "&compact=1&no_peer_id=1&supportcrypto=1&ip=192.0.2.7&ipv6=2001%3Adb8%3A%3A1");

    assertThat(request)
        .isEqualTo(
            new AnnounceRequest(
                INFO_HASH,
                PEER_ID,
                1,
                2,
                3,
                AnnounceEvent.STARTED,
                6881,
                0x5f0a12bc,
                80,
                List.of(address("192.0.2.7"), address("2001:db8::1")),
                true));
  }

  @Test
  void parse_onlyWhatMustBeThere() throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL))
        .isEqualTo(
            new AnnounceRequest(
                INFO_HASH,
                PEER_ID,
                0,
                0,
                AnnounceRequest.UNKNOWN_LEFT,
                AnnounceEvent.NONE,
                6881,
                0,
                AnnounceRequest.DEFAULT_NUM_WANT,
                List.of(),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "started, STARTED",
    "completed, COMPLETED",
    "stopped, STOPPED",
    "paused, PAUSED",
    "update, NONE"
  })
  void parse_event(String text, AnnounceEvent event) throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL + "&event=" + text).event()).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "18446744073709551615", "9223372036854775808"})
  void parse_leftOfClientsThatDoNotKnow_isUnknown(String left) throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL + "&left=" + left).left())
        .isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-7, -1", "50, 50", "99999999999, 2147483647", "'', -1"})
  void parse_numWant_isPutInRange(String text, int numWant) throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL + "&numwant=" + text).numWant()).isEqualTo(numWant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "tracker.example.org",
        "999.1.1.1",
        "1.2.3",
        "g::1",
        "::1%25eth0",
        "1:2",
        "%00",
        "0000000000.1.1.1",
        ":",
        "abcdef"
      })
  void parse_ipThatIsNoAddress_isIgnored(String ip) throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL + "&ip=" + ip).addresses()).isEmpty();
  }

  @Test
  void parse_keyOfAnyForm_isTheSameForTheSameText() throws Exception {
    int key = HttpAnnounce.parse(MINIMAL + "&key=not-hex-at-all").key();

    assertThat(key).isNotZero();
    assertThat(HttpAnnounce.parse(MINIMAL + "&key=not%2dhex-at-all").key()).isEqualTo(key);
    assertThat(HttpAnnounce.parse(MINIMAL + "&key=not-hex-at-al").key()).isNotEqualTo(key);
  }

  @Test
  void parse_compact0_wantsAList() throws Exception {
    assertThat(HttpAnnounce.parse(MINIMAL + "&compact=0").compact()).isFalse();
  }

  @Test
  void parse_bytesThatAreNotEncoded() throws Exception {
    var query = "port=1&peer_id=aaaaaaaaaaaaaaaaaaa+&info_hash=aaaaaaaaaaaaaaaaaaa%2b";

    var request = HttpAnnounce.parse(query);

    assertThat(request.infoHash()).isEqualTo(InfoHash.parse("61".repeat(19) + "2b"));
    assertThat(request.peerId()).isEqualTo(PeerId.of(("a".repeat(19) + " ").getBytes(US_ASCII)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          port=1                                      | info_hash: missing
          info_hash                                   | info_hash: missing
          info_hash=aaaaaaaaaaaaaaaaaaa               | info_hash: 20 bytes, not 19
          info_hash=aaaaaaaaaaaaaaaaaaa%2             | info_hash: a % without two hex digits
          info_hash=aaaaaaaaaaaaaaaaaaa%              | info_hash: a % without two hex digits
          info_hash=aaaaaaaaaaaaaaaaaaa%+1            | info_hash: a % without two hex digits
          info_hash=aaaaaaaaaaaaaaaaaaaä              | info_hash: a character that is not ASCII
          info_hash=aaaaaaaaaaaaaaaaaaaa              | peer_id: missing
          info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=x    | peer_id: 20 bytes, not 1
          """)
  void parse_malformed_namesTheKey(String query, String problem) {
    assertThatThrownBy(() -> HttpAnnounce.parse(query))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          port=             | port: not a number of at most 64 bits
          port=65536        | port: 0 to 65535, not 65536
          port=-1           | port: 0 to 65535, not -1
          """)
  void parse_malformedNumber_namesTheKey(String parameter, String problem) {
    assertThatThrownBy(() -> HttpAnnounce.parse(parameter + "&" + MINIMAL))
        .isInstanceOfSatisfying(
            MalformedAnnounceException.class, e -> assertThat(problem).startsWith(e.key() + ": "))
        .hasMessage(problem);
  }

  @Test
  void query_everyKey() throws Exception {
    var request =
        new AnnounceRequest(
            INFO_HASH,
            PEER_ID,
            1,
            2,
            3,
            AnnounceEvent.COMPLETED,
            6881,
            0xab,
            50,
            List.of(address("2001:db8::1")),
            true);

    assertThat(HttpAnnounce.query(request))
        .isEqualTo(
            MINIMAL
                + "&uploaded=1&downloaded=2&left=3&compact=1&key=000000ab&numwant=50"
                + "&event=completed&ipv6=2001%3Adb8%3A0%3A0%3A0%3A0%3A0%3A1");
  }

  @Test
  void encode_compact() throws Exception {
    var answer =
        announced(
            List.of(
                new PeerAddress(address("2001:db8::1"), 6882),
                new PeerAddress(address("192.0.2.1"), 6881)));

    assertThat(new String(HttpAnnounce.encodeCompact(answer, CLIENT), ISO_8859_1))
        .isEqualTo(
            "d8:completei2e11:external ip4:\u00c0\0\2\t10:incompletei3e8:intervali1800e"
                + "12:min intervali60e5:peers6:\u00c0\0\2\1\u001a\u00e1"
                + "6:peers618: \1\r\u00b8\0\0\0\0\0\0\0\0\0\0\0\1\u001a\u00e2e");
  }

  @Test
  void encode_noPeersNoMinInterval() {
    var answer =
        new AnnounceAnswer.Announced(
            Duration.ofSeconds(Integer.MAX_VALUE),
            Duration.ZERO,
            Integer.MAX_VALUE,
            0,
            CompactPeers.of(List.of()));

    assertThat(HttpAnnounce.encodeCompact(answer, address("::1")))
        .asString(US_ASCII)
        .isEqualTo(
            "d8:completei2147483647e11:external ip16:"
                + ("\0".repeat(15) + "\1")
                + "10:incompletei0e8:intervali2147483647e5:peers0:e");
  }

  @Test
  void encode_list() throws Exception {
    var known = new PeerAddress(address("192.0.2.1"), 6881);
    var answer = announced(List.of(known, new PeerAddress(address("2001:db8::1"), 6882)));

    byte[] body =
        HttpAnnounce.encodeList(
            answer, CLIENT, peer -> Optional.of(PEER_ID).filter(id -> peer.equals(known)));

    assertThat(body)
        .asString(ISO_8859_1)
        .isEqualTo(
            "d8:completei2e11:external ip4:\u00c0\0\2\t10:incompletei3e8:intervali1800e"
                + "12:min intervali60e"
                + "5:peersld2:ip9:192.0.2.17:peer id20:-SW0100-0123456789014:porti6881ee"
                + "d2:ip20:2001:db8:0:0:0:0:0:14:porti6882eeee");
  }

  @Test
  void encode_failure() throws Exception {
    var failed = new AnnounceAnswer.Failed("not one of ours");

    byte[] body = HttpAnnounce.encodeCompact(failed, CLIENT);

    assertThat(body).asString(US_ASCII).isEqualTo("d14:failure reason15:not one of ourse");
    assertThat(HttpAnnounce.decode(body)).isEqualTo(failed);
  }

  /** BEP 31. */
  @Test
  void encode_failureForAWhile() throws Exception {
    var failed = new AnnounceAnswer.Failed("later", Duration.ofMinutes(2));

    byte[] body = HttpAnnounce.encodeCompact(failed, CLIENT);

    assertThat(body).asString(US_ASCII).isEqualTo("d14:failure reason5:later8:retry ini2ee");
    assertThat(HttpAnnounce.decode(body)).isEqualTo(failed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5:never", "i-1e", "i9223372036854775807e", "le"})
  void decode_failureWithOddRetry(String retryIn) throws Exception {
    assertThat(decode("d14:failure reason2:no8:retry in" + retryIn + "e"))
        .isEqualTo(new AnnounceAnswer.Failed("no"));
  }

  @Test
  void decode_warningAndUnknownKeys_areIgnored() throws Exception {
    var answer =
        decode(
            "d8:completei2e10:downloadedi9e10:incompletei3e8:intervali1800e12:min intervali60e"
                + "5:peers0:10:unknown id3:abc15:warning message4:slowe");

    assertThat(answer).isEqualTo(announced(List.of()));
  }

  @Test
  void decode_trackerId() throws Exception {
    var answer = (AnnounceAnswer.Announced) decode("d8:intervali9e5:peers0:10:tracker id3:a&be");

    assertThat(answer.trackerId()).isEqualTo("a&b");
    assertThat(HttpAnnounce.query(HttpAnnounce.parse(MINIMAL), answer.trackerId()))
        .startsWith(MINIMAL)
        .endsWith("&trackerid=a%26b");
  }

  @Test
  void decode_longTrackerId_isIgnored() throws Exception {
    String id = "x".repeat(257);
    var answer =
        (AnnounceAnswer.Announced) decode("d8:intervali9e5:peers0:10:tracker id257:" + id + "e");

    assertThat(answer.trackerId()).isEmpty();
    assertThat(HttpAnnounce.query(HttpAnnounce.parse(MINIMAL), answer.trackerId()))
        .doesNotContain("trackerid");
  }

  @Test
  void decode_peersNobodyCanConnectTo_areLeftOut() throws Exception {
    var answer =
        decode(
            "d8:intervali9e5:peersl"
                + "d2:ip9:192.0.2.17:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti6881ee"
                + "d2:ip9:192.0.2.24:porti0ee"
                + "d2:ip9:192.0.2.34:porti65536ee"
                + "d2:ip11:example.org4:porti1ee"
                + "d4:porti1ee"
                + "i7e"
                + "d2:ip11:2001:db8::14:porti1eeee");

    assertThat(((AnnounceAnswer.Announced) answer).peers())
        .containsExactly(
            new PeerAddress(address("192.0.2.1"), 6881),
            new PeerAddress(address("2001:db8::1"), 1));
  }

  @Test
  void decode_compactPeersWithPort0_areLeftOut() throws Exception {
    var answer = decode("d8:intervali9e5:peers12:\1\2\3\4\0\0\1\2\3\4\0\1e");

    assertThat(((AnnounceAnswer.Announced) answer).peers())
        .containsExactly(new PeerAddress(address("1.2.3.4"), 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <html>                              | announce: not bencoded, byte 0: a value begins with i, l, d or a digit, not '<'
          le                                  | announce: not a dictionary
          de                                  | interval: missing
          d8:intervali-1ee                    | interval: 0 to 2147483647, not -1
          d8:completei-1e8:intervali1ee       | complete: 0 to 2147483647, not -1
          d8:intervali1e5:peers5:aaaaae       | peers: 5 bytes, expected a multiple of 6
          d8:intervali1e6:peers66:aaaaaae     | peers6: 6 bytes, expected a multiple of 18
          """)
  void decode_malformed_namesTheKey(String body, String problem) {
    assertThatThrownBy(() -> decode(body))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage(problem);
  }

  private static AnnounceAnswer decode(String body) throws MalformedAnnounceException {
    return HttpAnnounce.decode(body.getBytes(ISO_8859_1));
  }

  private static AnnounceAnswer announced(List<PeerAddress> peers) {
    return new AnnounceAnswer.Announced(Duration.ofMinutes(30), Duration.ofMinutes(1), 2, 3, peers);
  }

  private static InetAddress address(String literal) {
    return Addresses.parse(literal).orElseThrow();
  }
}
