package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentEncodingTest {
  private static final long SEED = 20_260_104;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "abcXYZ019-._~, abcXYZ019-._~",
        "a b, a%20b",
        "a+b, a%2Bb",
        "a/b?c&d=e, a%2Fb%3Fc%26d%3De",
        "ü, %C3%BC",
        "😀, %F0%9F%98%80",
        "100%, 100%25",
        "``, ``",
      })
  void component_table(String text, String encoded) {
    assertThat(PercentEncoding.component(text)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/pub/myfile.tar.gz, /pub/myfile.tar.gz",
        "/a b/ü, /a%20b/%C3%BC",
        "`/a!$&'()*+,;=:@b`, `/a!$&'()*+,%3B=:@b`",
        "/a?b#c, /a%3Fb%23c",
        "/100%41, /100%2541",
        "/[x]|{y}^`, /%5Bx%5D%7C%7By%7D%5E%60",
      })
  void path_table(String path, String encoded) {
    assertThat(PercentEncoding.path(path)).isEqualTo(encoded);
  }

  /** RFC 3986 §6.2.2.1 and §6.2.2.2. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/%7Euser/%41%2d%5f, /~user/A-_",
        "/%c3%bc, /%C3%BC",
        "/ü, /%C3%BC",
        "/a%2fb, /a%2Fb",
        "/a%3Bb and a\\;b, /a%3Bb%20and%20a%5C;b",
        "/100%, /100%25",
        "/100%4, /100%254",
        "/100%zz, /100%25zz",
        "/%2541, /%2541",
        "/%%41, /%25A",
        "?q=a%20b+c, ?q=a%20b+c",
        "?q=[1]|2, ?q=%5B1%5D%7C2",
        "/%ff%00, /%FF%00",
      })
  void normalize_table(String raw, String normal) {
    assertThat(PercentEncoding.normalize(raw)).isEqualTo(normal);
  }

  @Test
  void normalize_randomPaths() {
    System.out.println("PercentEncodingTest: seed " + SEED);
    var random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      String normal = PercentEncoding.normalize(text);
      assertThat(PercentEncoding.normalize(normal)).isEqualTo(normal).isPrintable();
      String path = PercentEncoding.path(text);
      assertThat(PercentEncoding.normalize(path)).isEqualTo(path);
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder("/");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(random.nextInt(3) == 0 ? '%' : (char) ('0' + random.nextInt(200)));
    }
    return text.toString();
  }
}
