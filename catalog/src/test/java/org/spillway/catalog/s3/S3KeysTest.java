package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.source.PathFilter;

class S3KeysTest {
  private final S3Keys all = S3Keys.below("", PathFilter.ALL);
  private final S3Keys some = S3Keys.below("pub/x", PathFilter.ALL);

  @Test
  void keyOf_below() {
    assertThat(all.keyOf("/a b/ü+%")).hasValue("a b/ü+%");
    assertThat(some.keyOf("/a")).hasValue("pub/x/a");
    assertThat(some.pathOf("pub/x/a")).hasValue("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a",
        "/a/",
        "//a",
        "/a//b",
        "/./a",
        "/../a",
        "/.a",
        "/a/.b/c",
        "/a\0",
        "/a\n",
        "/a\\b",
        "/a\u007f",
        "/a\u0080",
        "/a\u0085/b",
        "/a\u009f"
      })
  void keyOf_noPathOfAnObject(String path) {
    assertThat(all.keyOf(path)).isEmpty();
  }

  @Test
  void keyOf_noText() {
    assertThat(all.keyOf("/a\uD834")).isEmpty();
  }

  @Test
  void keyOf_longest() {
    assertThat(all.keyOf("/" + "ü".repeat(512))).isPresent();
    assertThat(all.keyOf("/" + "ü".repeat(512) + "a")).isEmpty();
    assertThat(some.keyOf("/" + "a".repeat(1024 - 6))).isPresent();
    assertThat(some.keyOf("/" + "a".repeat(1024 - 5))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pub/x", "pub/xy", "pub/x/", "pub/x//a", "pub/x/.a", "a"})
  void pathOf_none(String key) {
    assertThat(some.pathOf(key)).isEmpty();
  }
}
