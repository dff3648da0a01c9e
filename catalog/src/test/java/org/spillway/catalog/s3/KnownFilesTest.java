package org.spillway.catalog.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;

class KnownFilesTest {
  private final KnownFiles known = new KnownFiles();

  private void put(String... paths) {
    for (String path : paths) {
      known.put(new SourceFile(path, 1, Instant.EPOCH, "1"));
    }
  }

  private static String text(SourceEntry entry) {
    if (entry instanceof SourceEntry.Folder folder) {
      return folder.name() + "/";
    }
    String path = ((SourceEntry.File) entry).file().path();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** All pages of a folder, one after the other. */
  private List<String> list(String folder, int limit) {
    List<String> names = new ArrayList<>();
    String after = "";
    while (true) {
      var page = known.page(folder, after, limit);
      // A file and a folder of one name stay together.
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit + 1);
      page.entries().forEach(entry -> names.add(text(entry)));
      if (!page.more()) {
        return names;
      }
      after = names.get(names.size() - 1).replace("/", "");
    }
  }

  @Test
  void page_inTheOrderOfTheNames() {
    put("/a/x", "/a/y/z", "/a-b", "/a b/x", "/ab", "/a.txt", "/\uD834\uDD1E", "/\uFB00", "/A");
    for (int limit : new int[] {1, 2, 3, 100}) {
      assertThat(list("/", limit))
          .containsExactly("A", "a/", "a b/", "a-b", "a.txt", "ab", "\uFB00", "\uD834\uDD1E");
      assertThat(list("/a/", limit)).containsExactly("x", "y/");
      assertThat(list("/a b/", limit)).containsExactly("x");
    }
  }

  @Test
  void page_fileAndFolderOfOneName() {
    put("/a", "/a/b", "/c");
    for (int limit : new int[] {1, 2, 3}) {
      assertThat(list("/", limit)).containsExactly("a", "a/", "c");
    }
    assertThat(list("/a/", 1)).containsExactly("b");
  }

  @Test
  void page_afterWhatIsGone() {
    put("/a", "/c");
    assertThat(known.page("/", "b", 1).entries()).extracting(KnownFilesTest::text).contains("c");
    assertThat(known.page("/", "c", 1)).isEqualTo(new SourcePage(List.of(), false));
  }

  @Test
  void hasBelow_onlyWithFiles() {
    put("/a/b/c", "/ab");
    assertThat(known.hasBelow("/a/")).isTrue();
    assertThat(known.hasBelow("/a/b/")).isTrue();
    assertThat(known.hasBelow("/a/b/c/")).isFalse();
    assertThat(known.hasBelow("/ab/")).isFalse();
    known.remove("/a/b/c");
    assertThat(known.hasBelow("/a/")).isFalse();
  }
}
