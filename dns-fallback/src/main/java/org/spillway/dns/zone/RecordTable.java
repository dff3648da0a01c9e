package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Problem;

/**
 * Holds RRsets by their names, and the files that keep them. A table has one writer at a time, and
 * any number of readers.
 */
final class RecordTable {
  private static final System.Logger log = System.getLogger(RecordTable.class.getName());

  /** The greatest number of records that {@link #maintain} writes at a time. */
  private static final int MOST_AT_ONCE = 1000;

  private final Map<RecordName, TxtRrset> rrsets = new ConcurrentHashMap<>();
  private final Path folder;
  private final @Nullable RecordFiles files;

  /** The names whose files are behind, because a disk was full. */
  private final Set<RecordName> unwritten = new LinkedHashSet<>();

  /** The files that were found to be cut short. */
  private final Set<Path> cutShort = new HashSet<>();

  private RecordTable(Path folder, @Nullable RecordFiles files) {
    this.folder = folder;
    this.files = files;
  }

  static RecordTable onHeap() {
    return new RecordTable(Path.of(""), null);
  }

  /**
   * Opens a table with the RRsets of a folder.
   *
   * @param ttl the time to live of all records, in seconds; records with another one are ignored
   * @throws IOException if the folder cannot be used; the message names it
   */
  static RecordTable open(Path folder, int ttl) throws IOException {
    try {
      var files = RecordFiles.open(folder);
      var table = new RecordTable(folder, files);
      table.read(files, ttl);
      return table;
    } catch (IOException e) {
      throw new IOException("state-dir: " + folder + " cannot be used: " + Problem.of(e), e);
    }
  }

  private void read(RecordFiles from, int ttl) throws IOException {
    from.read(
        (name, rrset) -> {
          if (rrset.count() > 0 && rrset.ttl() == ttl) {
            rrsets.put(name, rrset);
          } else {
            rrsets.remove(name);
          }
        });
    rrsets.values().forEach(rrset -> from.use(rrset, 1));
  }

  @Nullable TxtRrset get(RecordName name) {
    return rrsets.get(name);
  }

  Optional<TxtRrset> find(RecordName name) {
    return Optional.ofNullable(rrsets.get(name));
  }

  int size() {
    return rrsets.size();
  }

  /** Returns a live view of the names. */
  Set<RecordName> names() {
    return rrsets.keySet();
  }

  void forEach(BiConsumer<RecordName, TxtRrset> action) {
    rrsets.forEach(action);
  }

  /** Puts an RRset at a name, and returns the same records as they are kept now. */
  TxtRrset put(RecordName name, TxtRrset rrset) {
    var kept = keep(name, rrset);
    use(rrsets.put(name, kept), -1);
    use(kept, 1);
    return kept;
  }

  /** Removes the RRset of a name and returns it; null if there is none. */
  @Nullable TxtRrset remove(RecordName name) {
    var before = rrsets.remove(name);
    if (before != null) {
      use(before, -1);
      var unused = keep(name, TxtRrset.NONE);
    }
    return before;
  }

  private void use(@Nullable TxtRrset rrset, int times) {
    if (files != null && rrset != null) {
      files.use(rrset, times);
    }
  }

  /**
   * Writes an RRset to the files. If that fails, it stays on the heap, is served nevertheless, and
   * is written later.
   */
  private TxtRrset keep(RecordName name, TxtRrset rrset) {
    if (files == null) {
      return rrset;
    }
    try {
      if (unwritten.isEmpty()) {
        tidy(files);
      }
      var kept = files.append(name, rrset);
      unwritten.remove(name);
      return kept;
    } catch (IOException | UncheckedIOException e) {
      warn(e);
      unwritten.add(name);
      return rrset;
    }
  }

  private void tidy(RecordFiles kept) throws IOException {
    while (kept.isWasteful()) {
      kept.dropOldest((found, old) -> rescue(kept, found, old));
    }
  }

  /** Warns once, and not for each of a million records. */
  private void warn(Exception e) {
    if (unwritten.isEmpty()) {
      log.log(
          WARNING,
          "state-dir: DNS records cannot be written to {0}, and are kept in memory: {1}. Make room"
              + " there; they are written then, without a restart",
          folder,
          Problem.of(e));
    }
  }

  /**
   * Writes the records that could not be written before, as far as there is room again, and
   * maintains the files. The one writer must call this about every second.
   */
  void maintain() {
    if (files == null) {
      return;
    }
    try {
      lookAt(files);
      if (!unwritten.isEmpty()) {
        tidy(files);
        writeAgain();
      }
    } catch (IOException | UncheckedIOException e) {
      log.log(DEBUG, () -> folder + ": " + Problem.of(e));
    }
  }

  private void writeAgain() {
    for (int i = 0; i < MOST_AT_ONCE && !unwritten.isEmpty(); i++) {
      var name = unwritten.iterator().next();
      var kept = keep(name, find(name).orElse(TxtRrset.NONE));
      if (unwritten.contains(name)) {
        return;
      }
      rrsets.computeIfPresent(name, (same, before) -> kept);
    }
    if (unwritten.isEmpty()) {
      log.log(INFO, "state-dir: all DNS records are written to {0} again", folder);
    }
  }

  private void lookAt(RecordFiles kept) throws IOException {
    for (Path file : kept.cutShort()) {
      if (cutShort.add(file)) {
        log.log(
            WARNING,
            "state-dir: another program has cut {0} short, so that names have no records; start"
                + " again to have them published anew",
            file);
      }
    }
  }

  private void rescue(RecordFiles into, RecordName name, TxtRrset old) {
    if (old.isSame(rrsets.get(name))) {
      try {
        rrsets.put(name, into.append(name, old));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  void close() {
    try {
      if (files != null) {
        files.close();
      }
    } catch (IOException e) {
      log.log(WARNING, "state-dir: the files of DNS records cannot be closed: {0}", Problem.of(e));
    }
  }
}
