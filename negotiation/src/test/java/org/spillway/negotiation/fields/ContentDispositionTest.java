package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a-1.2_x.iso | a-1.2_x.iso | a-1.2_x.iso",
        "a b.iso | a b.iso | a%20b.iso",
        "€ rates | _ rates | %E2%82%AC%20rates",
        "naïve.txt | na_ve.txt | na%C3%AFve.txt",
        "😀 | _ | %F0%9F%98%80",
        "a\"b\\c | a_b_c | a%22b%5Cc",
        "50%25;x='1' | 50_25;x='1' | 50%2525%3Bx%3D%271%27",
      })
  void attachment_names(String name, String ascii, String extended) {
    assertThat(ContentDisposition.attachment(name))
        .isEqualTo("attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + extended);
  }

  @ParameterizedTest
  @CsvSource({"a, 247, 247", "a, 248, 247", "ü, 123, 123", "ü, 124, 123", "😀, 62, 61"})
  void describing_longName(String letter, int count, int left) {
    assertThat(ContentDisposition.describing(letter.repeat(count), ".torrent"))
        .isEqualTo(letter.repeat(left) + ".torrent");
  }

  /** Browsers show the name before they save it under that name. */
  @Test
  void attachment_charactersThatCannotBeSeen() {
    assertThat(ContentDisposition.attachment("a\r\nSet-Cookie: b\u202egpj.exe"))
        .isEqualTo(
            "attachment; filename=\"a__Set-Cookie: b_gpj.exe\";"
                + " filename*=UTF-8''a__Set-Cookie%3A%20b_gpj.exe");
  }
}
