package org.spillway.negotiation.s3;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.FolderEntry;
import org.spillway.catalog.FolderPage;
import org.spillway.catalog.Offer;
import org.spillway.catalog.source.NameOrder;
import org.spillway.catalog.source.PathKind;

/**
 * Shows the files of a folder and of all folders below it as the keys of a bucket, in the order of
 * the keys' bytes. That is not the order in which folders show their names: {@code a-b} comes
 * before {@code a/x}. Of each folder on the way one page is in memory.
 */
final class KeyWalk {
  /** Follows all that begins with the text before it. */
  static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** The next file or folder. */
  sealed interface Step {
    String key();

    record File(String key, Offer offer) implements Step {}

    /**
     * A folder, to be entered or passed over.
     *
     * @param key ends with a slash
     */
    record Folder(String key) implements Step {}
  }

  private final Catalog catalog;
  private final String bucket;
  private final String after;
  private final int pageSize;
  private final Deque<Level> levels = new ArrayDeque<>();
  private int pages;
  private int looks;

  /**
   * @param bucket a folder of the catalog, begins and ends with a slash
   * @param prefix that all keys begin with
   * @param after a key or part of one; only greater keys are shown, and folders that may hold some
   * @param pageSize entries that are looked at in one go
   */
  KeyWalk(Catalog catalog, String bucket, String prefix, String after, int pageSize)
      throws IOException {
    this.catalog = catalog;
    this.bucket = bucket;
    this.after = after;
    this.pageSize = pageSize;
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (after.startsWith(folder) || NameOrder.compare(after, folder) < 0) {
      levels.push(new Level(folder, prefix.substring(folder.length())));
    }
  }

  /**
   * Returns the next file or folder; what is in a folder comes next if it was entered.
   *
   * @throws IOException if a folder on the way cannot be read, or is lost
   */
  Optional<Step> next() throws IOException {
    while (!levels.isEmpty()) {
      var level = levels.element();
      var entry = level.next();
      if (entry.isPresent()) {
        String key = level.folder + entry.get().name();
        return Optional.of(
            entry.get() instanceof FolderEntry.File file
                ? new Step.File(key, file.offer())
                : new Step.Folder(key + "/"));
      }
      levels.pop();
    }
    return Optional.empty();
  }

  /** Continues with the entries of the folder that came last. */
  void enter(Step.Folder folder) throws IOException {
    levels.push(new Level(folder.key(), ""));
  }

  /**
   * Returns whether the folder contains the place where the walk begins, so that a part of it comes
   * before that.
   */
  boolean isOnTheWay(Step.Folder folder) {
    return after.startsWith(folder.key()) && after.length() > folder.key().length();
  }

  /** Returns how many pages of folders were looked at. */
  int pages() {
    return pages;
  }

  /** Returns how many entries of folders were looked at. */
  int looks() {
    return looks;
  }

  /**
   * Returns a text that sorts right before this one: only names that nobody uses come between them.
   */
  static String before(String text) {
    if (text.isEmpty()) {
      return "";
    }
    int last = text.codePointBefore(text.length());
    String start = text.substring(0, text.length() - Character.charCount(last));
    if (last == 0) {
      return start;
    }
    int previous = last == Character.MAX_SURROGATE + 1 ? Character.MIN_SURROGATE - 1 : last - 1;
    return start + Character.toString(previous) + LAST;
  }

  /** A folder on the way, and the entries of it that are still to come. */
  private final class Level {
    private final String folder;
    private final String namePrefix;

    /** Folders whose turn has not come, the next one first: each name begins with the one after. */
    private final Deque<String> waiting = new ArrayDeque<>();

    /** The name up to which names were shown, or are not wanted. */
    private String floor;

    private String last;
    private Iterator<FolderEntry> page = Collections.emptyIterator();
    private boolean hasMore = true;
    private @Nullable FolderEntry upcoming;

    /**
     * @param folder its key; empty or ends with a slash
     * @param namePrefix that the names of its entries begin with
     */
    Level(String folder, String namePrefix) throws IOException {
      if (catalog.isLost(bucket + folder)) {
        throw new IOException(bucket + folder + ": cannot be read at the moment");
      }
      this.folder = folder;
      this.namePrefix = namePrefix;
      this.floor = namePrefix;
      this.last = before(namePrefix);
      if (after.startsWith(folder) && after.length() > folder.length()) {
        goOnAfter(after.substring(folder.length()));
      }
    }

    /**
     * @param rest of the key after which the walk begins, within this folder
     */
    private void goOnAfter(String rest) {
      int slash = rest.indexOf('/');
      String name = slash < 0 ? rest : rest.substring(0, slash);
      String begin = slash < 0 ? name : name + "/";
      if (NameOrder.compare(begin, namePrefix) >= 0) {
        floor = begin;
        last = slash < 0 ? name : before(begin);
      }
      // Folders with shorter names come before it in their parent, and their keys come after it.
      for (int end = 1; end <= name.length(); end++) {
        if (end == name.length() || name.charAt(end) < '/') {
          awaitFolder(name.substring(0, end));
        }
      }
    }

    private void awaitFolder(String name) {
      if (name.startsWith(namePrefix)
          && catalog.kindOf(bucket + folder + name + "/") == PathKind.FOLDER) {
        waiting.push(name);
      }
    }

    Optional<FolderEntry> next() throws IOException {
      while (true) {
        var entry = peek();
        String name = waiting.peek();
        if (name != null
            && (entry.isEmpty() || NameOrder.compare(name + "/", entry.get().name()) < 0)) {
          waiting.pop();
          return Optional.of(new FolderEntry.Folder(name));
        }
        upcoming = null;
        if (entry.isEmpty() || entry.get() instanceof FolderEntry.File) {
          return entry;
        }
        waiting.push(entry.get().name());
      }
    }

    private Optional<FolderEntry> peek() throws IOException {
      while (upcoming == null && (page.hasNext() || hasMore)) {
        if (page.hasNext()) {
          consider(page.next());
        } else {
          read();
        }
      }
      return Optional.ofNullable(upcoming);
    }

    private void consider(FolderEntry entry) {
      last = entry.name();
      if (NameOrder.compare(last, floor) < 0) {
        return;
      }
      if (last.startsWith(namePrefix)) {
        upcoming = entry;
      } else {
        page = Collections.emptyIterator();
        hasMore = false;
      }
    }

    private void read() throws IOException {
      pages++;
      var next = catalog.list(bucket + folder, last, pageSize);
      looks += next.map(found -> found.entries().size()).orElse(0);
      page = next.map(FolderPage::entries).map(Iterable::iterator).orElse(page);
      hasMore = next.map(FolderPage::more).orElse(false);
    }
  }
}
