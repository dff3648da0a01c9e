package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorTest {

  @ParameterizedTest
  @CsvSource({
    "https://m.example/pub, https://m.example/pub, 999999, ''",
    "https://m.example/pub/, https://m.example/pub, 999999, ''",
    "https://m.example pri=2 geo=de, https://m.example, 2, de",
    "'  https://m.example \t geo=de  pri=2 ', https://m.example, 2, de",
    "https://m.example/pub pri=999999, https://m.example/pub, 999999, ''",
  })
  void parse(String item, String url, int priority, String location) {
    assertThat(Mirror.parse(item)).isEqualTo(new Mirror(url, priority, location));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m.example | content.mirrors: SCHEME://HOST[:PORT][/PATH], not m.example",
        "http://m/?x | content.mirrors: SCHEME://HOST[:PORT][/PATH], not http://m/?x",
        "http://m pri=0 | content.mirrors: pri=1 to pri=999999, not '0' in 'http://m'",
        "http://m pri=1000000 | content.mirrors: pri=1 to pri=999999,"
            + " not '1000000' in 'http://m pri=1000000'",
        "http://m pri=-1 | content.mirrors: pri=1 to pri=999999, not '-1' in 'http://m pri=-1'",
        "http://m pri= | content.mirrors: pri=1 to pri=999999, not '' in 'http://m pri='",
        "http://m geo=DE | content.mirrors: geo=xx, a country's two letters in lower case,"
            + " not 'DE' in 'http://m'",
        "http://m geo= | content.mirrors: geo=xx, a country's two letters in lower case,"
            + " not '' in 'http://m geo='",
        "http://m de | content.mirrors: a URL, then pri= and geo= at most,"
            + " not 'de' in 'http://m de'",
        "http://m priority=1 | content.mirrors: a URL, then pri= and geo= at most,"
            + " not 'priority=1' in 'http://m priority=1'",
      })
  void parse_wrong(String item, String message) {
    assertThatThrownBy(() -> Mirror.parse(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void file_percentEncodes() {
    assertThat(new Mirror("https://m.example/pub/", 3, "fr").file("/a b/ü"))
        .isEqualTo(new Mirror("https://m.example/pub/a%20b/%C3%BC", 3, "fr"));
  }
}
