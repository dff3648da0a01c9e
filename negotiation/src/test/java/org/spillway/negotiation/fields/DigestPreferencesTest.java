package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestPreferencesTest {
  private static final FakeRequest GET = FakeRequest.get("/a");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sha-256=1 | YES",
        "sha-256=10 | YES",
        "sha-256=0 | NO",
        "sha-256=-0 | NO",
        "sha-512=3, sha-256=10, unixsum=0 | YES",
        "sha-512=10,sha-256=0 | NO",
        "sha-256=0, sha-256=1 | YES",
        "sha-256=5;a=b | YES",
        "md5=1 | UNSAID",
        // out of range
        "sha-256=11 | UNSAID",
        "sha-256=-1 | UNSAID",
        "sha-256=123456789012345 | UNSAID",
        // other values than integers, and what is no dictionary (RFC 8941)
        "sha-256 | UNSAID",
        "sha-256=0.5 | UNSAID",
        "sha-256=?1 | UNSAID",
        "sha-256= | UNSAID",
        "sha-256=1, | UNSAID",
        "SHA-256=1 | UNSAID",
        "sha-256 =1 | UNSAID",
        "sha-256=1, \"x | UNSAID",
        "`` | UNSAID",
      })
  void of_dictionaries(String field, DigestPreferences.Preference expected) {
    var unsaid = DigestPreferences.Preference.UNSAID;
    assertThat(DigestPreferences.of(GET.with("Want-Repr-Digest", field)))
        .isEqualTo(new DigestPreferences(unsaid, expected, unsaid));
    assertThat(DigestPreferences.of(GET.with("Want-Content-Digest", field)))
        .isEqualTo(new DigestPreferences(unsaid, unsaid, expected));
  }

  /** The first is what aria2 1.36 sends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHA-512;q=1, SHA-256;q=1, SHA;q=0.1 | YES",
        "SHA-256 | YES",
        "sha-256;q=0.3, md5;q=0 | YES",
        "sha-256;q=0 | NO",
        "md5 | UNSAID",
        "sha-256;q=x | UNSAID",
        "\"; | UNSAID",
      })
  void of_wantDigest(String field, DigestPreferences.Preference expected) {
    var unsaid = DigestPreferences.Preference.UNSAID;
    assertThat(DigestPreferences.of(GET.with("Want-Digest", field)))
        .isEqualTo(new DigestPreferences(expected, unsaid, unsaid));
  }

  @Test
  void of_nothing() {
    assertThat(DigestPreferences.of(GET)).isSameAs(DigestPreferences.NONE);
  }
}
