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
        "m.example | url must be SCHEME://HOST[:PORT][/PATH], was m.example",
        "http://m/?x | url must be SCHEME://HOST[:PORT][/PATH], was http://m/?x",
        "http://m pri=0 | priority must be 1 to 999999, was '0' in 'http://m'",
        "http://m pri=1000000 | pri= must be 1 to 999999,"
            + " was '1000000' in 'http://m pri=1000000'",
        "http://m pri=-1 | pri= must be 1 to 999999, was '-1' in 'http://m pri=-1'",
        "http://m pri= | pri= must be 1 to 999999, was '' in 'http://m pri='",
        "http://m geo=DE | location must be a country's two letters in lower case,"
            + " was 'DE' in 'http://m'",
        "http://m geo= | geo= must be a country's two letters in lower case,"
            + " was '' in 'http://m geo='",
        "http://m de | must be a URL, then pri= and geo= at most," + " was 'de' in 'http://m de'",
        "http://m priority=1 | must be a URL, then pri= and geo= at most,"
            + " was 'priority=1' in 'http://m priority=1'",
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
