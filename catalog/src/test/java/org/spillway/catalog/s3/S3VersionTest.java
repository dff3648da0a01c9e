package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class S3VersionTest {

  @Test
  void of_whatServicesSay() {
    assertThat(S3Version.of(255L, "\"ab-2\"", null)).hasValue(new S3Version(255, "ab-2", ""));
    assertThat(S3Version.of(0L, "ab", "null")).hasValue(new S3Version(0, "ab", "null"));
  }

  @Test
  void of_notEnoughToBindAReadTo() {
    assertThat(S3Version.of(null, "\"ab\"", "")).isEmpty();
    assertThat(S3Version.of(1L, null, "")).isEmpty();
    assertThat(S3Version.of(1L, "W/\"ab\"", "")).isEmpty();
    assertThat(S3Version.of(1L, "\"\"", "")).isEmpty();
    assertThat(S3Version.of(1L, "\"a b\"", "")).isEmpty();
    assertThat(S3Version.of(1L, "\"ab\"", "a b")).isEmpty();
  }

  @Test
  void parse_itsOwnText() {
    for (var version :
        new S3Version[] {new S3Version(255, "ab-2", ""), new S3Version(1L << 40, "x", "v.1_-")}) {
      assertThat(S3Version.parse(version.text())).isEqualTo(version);
    }
    assertThat(new S3Version(255, "ab-2", "v1").text()).isEqualTo("ff ab-2 v1");
  }

  @Test
  void hasEtag_quotedOrNot() {
    var version = new S3Version(1, "ab", "");
    assertThat(version.hasEtag("\"ab\"")).isTrue();
    assertThat(version.hasEtag("ab")).isTrue();
    assertThat(version.hasEtag("\"AB\"")).isFalse();
    assertThat(version.hasEtag(null)).isFalse();
  }
}
