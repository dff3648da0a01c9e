package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.2:8080, http://192.0.2.2:8080",
    "http://192.0.2.2, http://192.0.2.2",
    "http://192.0.2.2:80, http://192.0.2.2",
    "http://192.0.2.2:, http://192.0.2.2",
    "https://192.0.2.2:443, https://192.0.2.2",
    "https://192.0.2.2:80, https://192.0.2.2:80",
    "http://DL.Example.ORG.:8080, http://dl.example.org:8080",
    "http://[2001:DB8:0:0::2]:8080, http://[2001:db8::2]:8080",
    "http://[::ffff:192.0.2.2]:8080, http://192.0.2.2:8080"
  })
  void parse_oneFormForAllSpellings(String text, String expected) {
    assertThat(Origin.parse(text)).map(Origin::toString).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://",
        "192.0.2.2:8080",
        "ftp://192.0.2.2",
        "http://192.0.2.2:8080/",
        "http://user@192.0.2.2",
        "http://192.0.2.2:123456",
        "http://2001:db8::2",
        "http://[2001:db8::2",
        "http://[:]",
        "http://[fe80::2%25eth0]",
        "http://a\nb",
        "http://a, b"
      })
  void parse_anotherForm(String text) {
    assertThat(Origin.parse(text)).isEmpty();
  }

  @Test
  void toString_withoutTheDefaultPort() {
    assertThat(new Origin("http", "a", 80)).hasToString("http://a");
    assertThat(new Origin("http", "a", 443)).hasToString("http://a:443");
  }
}
