package org.spillway.catalog.s3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.NameOrder;
import org.spillway.catalog.source.SourceEntry;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.source.SourcePage;

/**
 * Remembers the last answers about the files of a source that has no folders. Each beginning of a
 * file's path that ends at a slash is a folder, so there are no empty folders. Safe for use by many
 * threads.
 */
final class KnownFiles {
  /**
   * A character that sorts after everything below a name, and before the names that only begin with
   * it.
   */
  private static final char AFTER_SLASH = '\0';

  private final NavigableMap<String, SourceFile> files = new ConcurrentSkipListMap<>(bySegments());

  /** Returns the order of {@link NameOrder}, except that the slash comes first. */
  private static Comparator<String> bySegments() {
    return (a, b) -> {
      int end = Math.min(a.length(), b.length());
      for (int i = 0; i < end; i++) {
        if (a.charAt(i) != b.charAt(i)) {
          return rank(a.charAt(i)) - rank(b.charAt(i));
        }
      }
      return a.length() - b.length();
    };
  }

  private static int rank(char c) {
    return c == '/' ? -1 : NameOrder.rank(c);
  }

  Optional<SourceFile> get(String path) {
    return Optional.ofNullable(files.get(path));
  }

  void put(SourceFile file) {
    files.put(file.path(), file);
  }

  void remove(String path) {
    files.remove(path);
  }

  /**
   * Returns whether there is a file somewhere below.
   *
   * @param folder ends with a slash
   */
  boolean hasBelow(String folder) {
    String first = files.ceilingKey(folder);
    return first != null && first.startsWith(folder);
  }

  /** Lists part of a folder as {@link ContentSource#list} says. */
  SourcePage page(String folder, String after, int limit) {
    List<SourceEntry> entries = new ArrayList<>();
    var next = files.ceilingEntry(after.isEmpty() ? folder : folder + after + AFTER_SLASH);
    while (next != null && next.getKey().startsWith(folder)) {
      if (entries.size() >= limit) {
        return new SourcePage(entries, true);
      }
      String name = nameIn(folder, next);
      if (folder.length() + name.length() == next.getKey().length()) {
        entries.add(new SourceEntry.File(next.getValue()));
      }
      if (hasBelow(folder + name + "/")) {
        entries.add(new SourceEntry.Folder(name));
      }
      next = files.ceilingEntry(folder + name + AFTER_SLASH);
    }
    return new SourcePage(entries, false);
  }

  private static String nameIn(String folder, Map.Entry<String, SourceFile> file) {
    String below = file.getKey().substring(folder.length());
    int slash = below.indexOf('/');
    return slash < 0 ? below : below.substring(0, slash);
  }
}
