package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentNameTest {
  /** The first ones are examples of RFC 6266 §5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Attachment; filename=example.html|example.html
          INLINE; FILENAME= "an example.html"|an example.html
          attachment; filename*= UTF-8''%e2%82%ac%20rates|€ rates
          attachment; filename="EURO rates"; filename*=utf-8''%e2%82%ac%20rates|€ rates
          attachment; filename*=iso-8859-1'en'%A3%20rates|£ rates
          attachment; filename*=koi8-r''x; filename=plain|plain
          attachment; filename*=UTF-8''%zz; filename=plain|plain
          attachment; filename="a\\"b;c.txt"|a"b;c.txt
          attachment; filename="../../etc/passwd"|passwd
          attachment; filename="C:\\\\dir\\\\file.txt"|file.txt
          attachment; filename*=UTF-8''..%2F..%2Fx|x
          attachment; filename="first"; filename="second"|first
          attachment;filename="naïve.txt"|naïve.txt
          """)
  void of_name(String value, String name) {
    assertThat(AttachmentName.of(value)).hasValue(name);
  }

  /** The field is read as ISO 8859-1, in which the UTF-8 of a name looks like this. */
  @Test
  void of_utf8InAField() {
    assertThat(AttachmentName.of("attachment; filename=\"na\u00c3\u00afve\"")).hasValue("naïve");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attachment",
        "attachment; filename=",
        "attachment; filename=\"\"",
        "attachment; filename=\"..\"",
        "attachment; filename=\"a/\"",
        "attachment; name=x",
        "attachment; filename*=UTF-8''%ff"
      })
  void of_none(String value) {
    assertThat(AttachmentName.of(value)).isEmpty();
  }

  @Test
  void of_tooLong() {
    assertThat(AttachmentName.of("x; filename=" + "a".repeat(9000))).isEmpty();
    assertThat(AttachmentName.of(";".repeat(8000))).isEmpty();
  }
}
