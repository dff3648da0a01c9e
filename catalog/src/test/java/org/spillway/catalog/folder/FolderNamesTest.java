package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FolderNamesTest {
  private static final FileStatus STATUS = new FileStatus(040755, 4096, 1, 2, 3, 2, "key");
  private static final FileStatus CHANGED = new FileStatus(040755, 4096, 9, 9, 3, 2, "key");
  private static final long LATER = TimeUnit.HOURS.toNanos(1);

  private static FolderNames folder(int size, boolean settled) {
    var names = IntStream.range(0, size).mapToObj("%07d"::formatted).toList();
    return new FolderNames(STATUS, settled, 0, new NameList(names));
  }

  @Test
  void isGood_unchanged() {
    assertThat(folder(10, true).isGood(STATUS, LATER)).isTrue();
    assertThat(folder(10, true).isGood(CHANGED, LATER)).isFalse();
  }

  /** Another change could have come in the same tick of the clock. */
  @Test
  void isGood_readWhileItChanged() {
    assertThat(folder(10, false).isGood(STATUS, LATER)).isFalse();
  }

  @Test
  void isGood_changingAllTheTime() {
    assertThat(folder(10, true).isGood(CHANGED, TimeUnit.MICROSECONDS.toNanos(99))).isTrue();
    assertThat(folder(10, true).isGood(CHANGED, TimeUnit.MICROSECONDS.toNanos(100))).isFalse();
    assertThat(folder(100_000, true).isGood(CHANGED, 999_999_999)).isTrue();
    assertThat(folder(200_000, true).isGood(CHANGED, 1_000_000_000)).isFalse();
  }

  @Test
  void passOver_forAWhile() {
    var folder = folder(10, true);
    assertThat(folder.isPassedOver(5, 0)).isFalse();
    folder.passOver(5, 0);
    folder.passOver(6, 10);
    assertThat(folder.isPassedOver(5, TimeUnit.MICROSECONDS.toNanos(199))).isTrue();
    assertThat(folder.isPassedOver(7, TimeUnit.MICROSECONDS.toNanos(199))).isFalse();
    assertThat(folder.isPassedOver(5, TimeUnit.MICROSECONDS.toNanos(200))).isFalse();
  }
}
