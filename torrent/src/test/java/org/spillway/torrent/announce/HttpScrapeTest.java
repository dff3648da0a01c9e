package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.InfoHash;

class HttpScrapeTest {
  private static final InfoHash A = InfoHash.parse("61".repeat(20));
  private static final InfoHash HIGH = InfoHash.parse("ff".repeat(20));

  @Test
  void parse_severalInfohashes_inTheirOrder() throws Exception {
    var query = "info_hash=" + "%FF".repeat(20) + "&x=1&info_hash=" + "a".repeat(20);

    assertThat(HttpScrape.parse(query)).containsExactly(HIGH, A);
  }

  @Test
  void parse_none_isEmpty() throws Exception {
    assertThat(HttpScrape.parse("")).isEmpty();
    assertThat(HttpScrape.parse("&&=&compact=1")).isEmpty();
  }

  @Test
  void parse_oneTooShort_isMalformed() {
    assertThatThrownBy(() -> HttpScrape.parse("info_hash=" + "a".repeat(20) + "&info_hash=b"))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage("info_hash: 20 bytes, not 1");
  }

  @Test
  void query_severalInfohashes() {
    assertThat(HttpScrape.query(List.of(HIGH, A)))
        .isEqualTo("info_hash=" + "%FF".repeat(20) + "&info_hash=" + "a".repeat(20));
  }

  @Test
  void encode_filesInTheOrderOfTheirBytes() throws Exception {
    var answer =
        new ScrapeAnswer.Scraped(
            Map.of(HIGH, new SwarmCounts(0, 0, 0), A, new SwarmCounts(5, 50, 10, 7)));

    byte[] body = HttpScrape.encode(answer);

    assertThat(new String(body, ISO_8859_1))
        .isEqualTo(
            "d5:filesd"
                + "20:aaaaaaaaaaaaaaaaaaaad8:completei5e10:downloadedi50e11:downloadersi7e10:incompletei10ee"
                + ("20:" + "\u00ff".repeat(20))
                + "d8:completei0e10:downloadedi0e11:downloadersi0e10:incompletei0eeee");
    assertThat(HttpScrape.decode(body)).isEqualTo(answer);
  }

  @Test
  void encode_failure() throws Exception {
    var failed = new ScrapeAnswer.Failed("no");

    byte[] body = HttpScrape.encode(failed);

    assertThat(new String(body, ISO_8859_1)).isEqualTo("d14:failure reason2:noe");
    assertThat(HttpScrape.decode(body)).isEqualTo(failed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x                          | scrape: not bencoded, byte 0: a value begins with i, l, d or a digit, not 'x'
          i1e                        | scrape: not a dictionary
          de                         | files: missing
          d5:filesd1:adeee           | files: an infohash has 20 bytes, not 1
          d5:filesd20:aaaaaaaaaaaaaaaaaaaai1eee | files: a value that is not a dictionary
          """)
  void decode_malformed_namesTheKey(String body, String problem) {
    assertThatThrownBy(() -> HttpScrape.decode(body.getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedAnnounceException.class)
        .hasMessage(problem);
  }
}
