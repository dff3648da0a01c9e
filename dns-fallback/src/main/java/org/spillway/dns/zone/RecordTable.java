package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Problem;

/**
 * Holds RRsets by their names, and the files that keep them. For many readers, and one writer at a
 * time.
 */
final class RecordTable {
  private static final System.Logger log = System.getLogger(RecordTable.class.getName());

  private final Map<RecordName, TxtRrset> rrsets = new ConcurrentHashMap<>();
  private final @Nullable RecordFiles files;
  private boolean fails;

  private RecordTable(@Nullable RecordFiles files) {
    this.files = files;
  }

  static RecordTable onHeap() {
    return new RecordTable(null);
  }

  /**
   * Opens a table with the RRsets of a folder.
   *
   * @param ttl the time to live of all records, in seconds; records with another one are ignored
   * @throws IOException if the folder cannot be used; the message names it
   */
  static RecordTable open(Path folder, int ttl) throws IOException {
    var files = RecordFiles.open(folder);
    var table = new RecordTable(files);
    files.read(
        (name, rrset) -> {
          if (rrset.count() > 0 && rrset.ttl() == ttl) {
            table.rrsets.put(name, rrset);
          } else {
            table.rrsets.remove(name);
          }
        });
    table.rrsets.values().forEach(rrset -> files.use(rrset, 1));
    return table;
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

  /** Writes an RRset to the files. If that fails, it stays on the heap, and is still served. */
  private TxtRrset keep(RecordName name, TxtRrset rrset) {
    if (files == null) {
      return rrset;
    }
    try {
      while (files.isWasteful()) {
        files.dropOldest((found, old) -> rescue(files, found, old));
      }
      var kept = files.append(name, rrset);
      fails = false;
      return kept;
    } catch (IOException | UncheckedIOException e) {
      warn(e);
      return rrset;
    }
  }

  /** Warns once, not for each of a million records. */
  private void warn(Exception e) {
    if (!fails) {
      log.log(WARNING, "state-dir: DNS records are kept in memory only: {0}", Problem.of(e));
    }
    fails = true;
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
