package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorrentCodingTest {
  private static final String ISO = "application/x-iso9660-image";

  @ParameterizedTest
  @CsvSource({
    "text/*, text/html, false",
    "TEXT/*, text/html, false",
    "text/*, texture/html, true",
    "text/html, text/html, false",
    "text/html, text/plain, true",
    "application/xml, application/xml-dtd, true",
    "*/*, application/zip, false",
    "application/zip, application/x-bittorrent, false"
  })
  void covers_types(String range, String type, boolean covers) {
    assertThat(new TorrentCoding(0, List.of(range)).covers(5, type)).isEqualTo(covers);
  }

  @Test
  void covers_lengths() {
    var coding = new TorrentCoding(100, List.of());
    assertThat(coding.covers(99, ISO)).isFalse();
    assertThat(coding.covers(100, ISO)).isTrue();
    assertThat(TorrentCoding.OF_ALL.covers(0, ISO)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text/", "/html", "*/html", "text/html;q=1", "a/b/c", "t*/x"})
  void coding_wrongRange(String range) {
    assertThatThrownBy(() -> new TorrentCoding(0, List.of(range)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "showTypes has '%s', which is not a media range such as text/* or application/pdf"
                .formatted(range));
  }

  @Test
  void coding_negativeLength() {
    assertThatThrownBy(() -> new TorrentCoding(-1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minSize must be 0 or more bytes, was -1");
  }
}
