package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameListTest {
  private static List<String> all(NameList names) {
    return IntStream.range(0, names.size()).mapToObj(names::get).toList();
  }

  /** The last two are the other way round in UTF-16. */
  @Test
  void get_inTheOrderOfUtf8() {
    var names = List.of("B", "a", "a b", "b", "ü", "\uFB01", "\uD83D\uDE00");
    assertThat(all(new NameList(List.of("b", "a b", "\uD83D\uDE00", "B", "ü", "\uFB01", "a"))))
        .isEqualTo(names);
  }

  @Test
  void indexAfter_anyName() {
    var names = new NameList(List.of("a", "c", "e"));
    assertThat(names.indexAfter("")).isZero();
    assertThat(names.indexAfter("a")).isEqualTo(1);
    assertThat(names.indexAfter("b")).isEqualTo(1);
    assertThat(names.indexAfter("e")).isEqualTo(3);
    assertThat(names.indexAfter("f")).isEqualTo(3);
    assertThat(new NameList(List.of()).indexAfter("")).isZero();
  }
}
