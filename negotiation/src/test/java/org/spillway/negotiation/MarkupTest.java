package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain é 水 😀, plain é 水 😀",
        "a&b<c>d\"e'f, a&amp;b&lt;c&gt;d&quot;e&#39;f",
        "&amp;, &amp;amp;",
        "`a\tb\nc\rd`, a&#9;b&#10;c&#13;d",
        "`a\u0001b\u001bc`, a\ufffdb\ufffdc",
        "`a\u007fb\u0085c`, a\ufffdb\ufffdc",
        "`a\ud83db`, a\ufffdb",
        "`a\udE00`, a\ufffd",
        "`a\ufffe\uffff`, a\ufffd\ufffd",
      })
  void escape(String text, String expected) {
    assertThat(Markup.escape(text)).isEqualTo(expected);
  }
}
