package org.spillway.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.fallback.RequestHash;

class RecordNameTest {
  private static final String HEX = "438296e855494825557824b691a09d06a86a21f1";

  private final RecordName name = RecordName.of(new RequestHash(HEX));

  @Test
  void labels_whole() {
    assertThat(name.labels()).isEqualTo(HEX);
    assertThat(name.withPart(12).labels()).isEqualTo("12." + HEX);
  }

  @Test
  void ofLabels_anyCase() {
    assertThat(RecordName.ofLabels(HEX.toUpperCase(Locale.ROOT))).contains(name);
    assertThat(RecordName.ofLabels("7", HEX)).contains(name.withPart(7));
  }

  @ParameterizedTest
  @CsvSource({"0", "07", "-1", "+1", "1a", "''", "12345", "x"})
  void ofLabels_noPart(String label) {
    assertThat(RecordName.ofLabels(label, HEX)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"438296", "g38296e855494825557824b691a09d06a86a21f1", "''"})
  void ofLabels_noHash(String label) {
    assertThat(RecordName.ofLabels(label)).isEmpty();
  }

  @Test
  void ofLabels_number() {
    assertThat(RecordName.ofLabels()).isEmpty();
    assertThat(RecordName.ofLabels("1", "1", HEX)).isEmpty();
  }

  /** Names by their labels from the right, these as bytes: 10 comes before 2 (RFC 4034 §6.1). */
  @Test
  void compareTo_canonicalOrder() {
    var next = RecordName.of(new RequestHash("f" + HEX.substring(1)));
    var inOrder = List.of(name, name.withPart(1), name.withPart(10), name.withPart(2), next);
    assertThat(Stream.of(4, 3, 2, 1, 0).map(inOrder::get).sorted()).isEqualTo(inOrder);
  }
}
