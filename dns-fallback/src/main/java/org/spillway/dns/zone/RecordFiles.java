package org.spillway.dns.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A folder of {@link RecordLog}s; entries are appended to the newest one. Entries that are no
 * longer in use stay until they take as much room as those in use; then the oldest log is removed.
 * For one writer at a time.
 */
final class RecordFiles {
  private static final String SUFFIX = ".records";

  private final Path folder;
  private final Deque<RecordLog> logs = new ArrayDeque<>();
  private long number;

  /** The length of the entries that are still in use, in bytes. */
  private long used;

  private RecordFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the logs of a folder.
   *
   * @throws IOException if the folder cannot be made, read or written
   */
  static RecordFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    var files = new RecordFiles(folder);
    for (Path file : inOrder(folder)) {
      String name = file.getFileName().toString();
      files.number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
      files.logs.add(RecordLog.open(file));
    }
    return files;
  }

  private static List<Path> inOrder(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("\\d{12}\\" + SUFFIX))
          .sorted()
          .toList();
    }
  }

  /** Hands over every entry, oldest first. If a name has several entries, the last one counts. */
  void read(BiConsumer<RecordName, TxtRrset> found) throws IOException {
    for (RecordLog log : logs) {
      log.read(found);
    }
    if (!logs.isEmpty()) {
      logs.getLast().cutOff();
    }
  }

  /**
   * Appends an RRset.
   *
   * @param rrset the RRset; one without records says that the name is gone
   * @return the same records, as they are kept
   * @throws IOException if the RRset cannot be written, for example because the disk is full
   */
  TxtRrset append(RecordName name, TxtRrset rrset) throws IOException {
    if (logs.isEmpty() || !logs.getLast().takes(RecordLog.sizeOf(rrset))) {
      number++;
      logs.add(RecordLog.open(folder.resolve("%012d%s".formatted(number, SUFFIX))));
    }
    return logs.getLast().append(name, rrset);
  }

  /**
   * Notes that an RRset is in use now or not any more.
   *
   * @param times 1 if it is in use, -1 if it is not any more
   */
  void use(TxtRrset rrset, int times) {
    used += (long) times * RecordLog.sizeOf(rrset);
  }

  /** Returns whether it is time for {@link #dropOldest}. */
  boolean isWasteful() {
    long written = logs.stream().mapToLong(RecordLog::end).sum();
    return logs.size() > 1 && written > 2 * used + RecordLog.SIZE;
  }

  /**
   * Deletes the oldest log.
   *
   * @param rescue receives each of its entries, and must append those again that are still in use
   */
  void dropOldest(BiConsumer<RecordName, TxtRrset> rescue) throws IOException {
    logs.getFirst().read(rescue);
    logs.removeFirst().delete();
  }

  /** Returns the files that another program has cut short. */
  List<Path> cutShort() throws IOException {
    List<Path> found = new ArrayList<>();
    for (RecordLog log : logs) {
      if (log.isCutShort()) {
        found.add(log.file());
      }
    }
    return found;
  }

  void close() throws IOException {
    for (RecordLog log : logs) {
      log.close();
    }
  }
}
