package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.catalog.source.FileChange;

class FileVersionTest {
  private static final FileVersion BEFORE = new FileVersion(10, 200, 300, 4);

  @ParameterizedTest
  @CsvSource({
    "10, 200, 300, 4, NONE",
    "10, 200, 301, 4, METADATA",
    "10, 201, 301, 4, TIME",
    "10, -1, 301, 4, TIME",
    "11, 201, 301, 4, GROWTH",
    "11, 200, 300, 4, GROWTH",
    "9, 201, 301, 4, OTHER",
    "10, 200, 300, 5, OTHER"
  })
  void change_ofEachPart(
      long length, long modified, long changed, long inode, FileChange expected) {
    var after = new FileVersion(length, modified, changed, inode);
    assertThat(FileVersion.change(BEFORE.toString(), after.toString())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "a-c8-12c", "a-c8-12c-4-5", "a-c8-12c-x", "a-c8-12c-11111111111111111"})
  void change_whatIsNoVersion(String other) {
    assertThat(FileVersion.change(BEFORE.toString(), other)).isEqualTo(FileChange.OTHER);
    assertThat(FileVersion.change(other, BEFORE.toString())).isEqualTo(FileChange.OTHER);
    assertThat(FileVersion.change(other, other)).isEqualTo(FileChange.NONE);
  }

  /** State folders hold it. */
  @Test
  void toString_isKeptForever() {
    assertThat(BEFORE).hasToString("a-c8-12c-4");
    assertThat(new FileVersion(0, -1, 0, 0)).hasToString("0-ffffffffffffffff-0-0");
  }
}
