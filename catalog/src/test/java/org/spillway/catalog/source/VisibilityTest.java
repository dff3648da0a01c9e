package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VisibilityTest {
  @Test
  void isVisible_noNameWithALeadingDot() {
    assertThat(List.of("/a", "/a/b.txt", "/a.b/c")).allMatch(Visibility::isVisible);
    assertThat(List.of("/.a", "/a/.b/c", "/..", "/a/./b", "//a", "a", "/a\u0001"))
        .noneMatch(Visibility::isVisible);
  }

  @Test
  void isVisible_whatProgramsLookForAtEverySite() {
    assertThat(Visibility.isVisible("/.well-known/acme-challenge/token")).isTrue();
    assertThat(Visibility.isVisible("/.well-known/.secret")).isFalse();
    assertThat(Visibility.isVisible("/.well-knowns")).isFalse();
  }
}
