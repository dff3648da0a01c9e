package org.spillway.negotiation.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain é 水 😀, plain é 水 😀",
        "a&b<c>d\"e'f, a&amp;b&lt;c&gt;d&quot;e&apos;f",
        "&amp;, &amp;amp;",
        "`a\tb\nc\rd`, a&#9;b&#10;c&#13;d",
        "`a\u0001b\u001bc`, a_b_c",
        "`a\u007fb\u0085c`, `a&#127;b&#133;c`",
        "`a\u202egpj.exe`, `a&#8238;gpj.exe`",
        "`a\ud83db`, a_b",
        "`a\udE00`, a_",
        "`a\ufffe\uffff`, a__",
      })
  void escape(String text, String expected) {
    assertThat(Xml.escape(text)).isEqualTo(expected);
  }
}
