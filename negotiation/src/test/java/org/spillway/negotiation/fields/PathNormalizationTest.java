package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNormalizationTest {
  @ParameterizedTest
  @CsvSource({
    "//, /",
    "//a, /a",
    "/a//b, /a/b",
    "/a///, /a/",
    "///a//b///c, /a/b/c",
    "/./a, /a",
    "/a/., /a/",
    "/a/%2E/b, /a/b",
    "/a/%2e, /a/",
    "/a/../b, /b",
    "/a/b/.., /a/",
    "/a/b/%2E%2e, /a/",
    "/a/b/.%2e/c, /a/c",
    // RFC 3986 §5.2.4: it is the empty segment that goes
    "/a//../b, /a/b",
    "/a/.., /",
    "/a;b, /a%3Bb",
    "/.hidden, /.hidden",
    "/..., /...",
    "/%2e%2e%2e, /%2e%2e%2e",
    "/a%2F..%2Fb//c, /a%2F..%2Fb/c",
  })
  void plain_odd(String raw, String plain) {
    assertThat(PathNormalization.isNormal(raw)).isFalse();
    assertThat(PathNormalization.normalize(raw)).contains(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/../a", "/a/../../b", "/%2e%2e/a", "/a/%2E./.%2E/b", "/./.."})
  void plain_outOfTheRoot(String raw) {
    assertThat(PathNormalization.normalize(raw)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "/a.b/c..d/e.", "/%41%2F", "/ü"})
  void isPlain_asNearlyAllAre(String raw) {
    assertThat(PathNormalization.isNormal(raw)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/a+b, /a+b", "/%C3%BC%20%3b, '/ü ;'", "/%F0%9F%98%80, /😀"})
  void decoded_utf8(String path, String decoded) {
    assertThat(PathNormalization.decoded(path)).contains(decoded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%2", "/%zz", "/%ff", "/%c3", "/ü", "/%-1"})
  void decoded_malformed(String path) {
    assertThat(PathNormalization.decoded(path)).isEmpty();
  }
}
