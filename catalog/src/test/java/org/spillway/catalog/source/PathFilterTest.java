package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathFilterTest {
  @Test
  void offers_whatIsIncludedAndNotExcluded() {
    var filter = new PathFilter(List.of("pub/**", "/*.iso"), List.of("**/*.tmp", "pub/x"));
    assertThat(List.of("/a.iso", "/pub/a", "/pub/a/b", "/pub/xy")).allMatch(filter::offers);
    assertThat(List.of("/a", "/pub", "/private/a.iso", "/pub/a.tmp", "/pub/x", "/pub/x/y"))
        .noneMatch(filter::offers);
  }

  @Test
  void offers_globsWithoutSlash_areAboutNamesAtAnyDepth() {
    var filter = new PathFilter(List.of("*.iso", "docs/"), List.of("*.key", "old"));
    assertThat(List.of("/a.iso", "/x/y/a.iso")).allMatch(filter::offers);
    assertThat(List.of("/a", "/x/iso", "/old/a.iso", "/x/old/y/a.iso")).noneMatch(filter::offers);
    assertThat(List.of("/x", "/x/y")).allMatch(filter::mayOfferBelow);
    assertThat(List.of("/old", "/x/old")).noneMatch(filter::mayOfferBelow);
    assertThat(new PathFilter(List.of("**"), List.of("*.key")).offers("/x/y/secret.key")).isFalse();
    assertThat(new PathFilter(List.of("*"), List.of()).offers("/x/y/z")).isTrue();
  }

  @Test
  void offers_nothingUnlessIncluded() {
    var filter = new PathFilter(List.of(), List.of());
    assertThat(filter.offers("/a")).isFalse();
    assertThat(filter.mayOfferBelow("/a")).isFalse();
  }

  @Test
  void offers_nothingBelowExcludedFolders() {
    for (String exclude : List.of("private", "private/", "private/**", "private/*", "**/private")) {
      var filter = new PathFilter(List.of("**"), List.of(exclude));
      assertThat(filter.offers("/private/a")).as(exclude).isFalse();
      assertThat(filter.offers("/private/a/b")).as(exclude).isFalse();
      assertThat(filter.mayOfferBelow("/private")).as(exclude).isFalse();
      assertThat(filter.mayOfferBelow("/private/a")).as(exclude).isFalse();
      assertThat(filter.offers("/privates/a")).as(exclude).isTrue();
      assertThat(filter.mayOfferBelow("/privates")).as(exclude).isTrue();
    }
  }

  @Test
  void mayOfferBelow_foldersOnTheWay() {
    var filter = new PathFilter(List.of("pub/iso/*.iso"), List.of("pub/iso/old.iso"));
    assertThat(List.of("/pub", "/pub/iso")).allMatch(filter::mayOfferBelow);
    assertThat(List.of("/pu", "/public", "/pub/x", "/pub/iso/x")).noneMatch(filter::mayOfferBelow);
  }

  @Test
  void construct_noGlob() {
    assertThatThrownBy(() -> new PathFilter(List.of("a", ""), List.of())).hasMessage("'' is empty");
  }
}
