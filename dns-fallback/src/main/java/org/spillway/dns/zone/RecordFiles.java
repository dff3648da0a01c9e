package org.spillway.dns.zone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.spillway.catalog.source.Problem;

/**
 * A folder of {@link RecordLog}s, of which the newest is written to. What is no longer in use stays
 * until as much is wasted as is used; then the oldest log goes. For one writer at a time.
 */
final class RecordFiles {
  private static final String SUFFIX = ".records";

  private final Path folder;
  private final Deque<RecordLog> logs = new ArrayDeque<>();
  private long number;

  /** Bytes of entries that are still meant. */
  private long used;

  private RecordFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws IOException if the folder cannot be made, read or written; names it
   */
  static RecordFiles open(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      var files = new RecordFiles(folder);
      for (Path file : inOrder(folder)) {
        String name = file.getFileName().toString();
        files.number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        files.logs.add(RecordLog.open(file));
      }
      return files;
    } catch (IOException e) {
      throw new IOException("state-dir: " + folder + " cannot be used: " + Problem.of(e), e);
    }
  }

  private static List<Path> inOrder(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("\\d{12}\\" + SUFFIX))
          .sorted()
          .toList();
    }
  }

  /** Gives every entry, the oldest first; one of the same name counts instead of it. */
  void read(BiConsumer<RecordName, TxtRrset> found) throws IOException {
    logs.forEach(log -> log.read(found));
    if (!logs.isEmpty()) {
      logs.getLast().cutOff();
    }
  }

  /**
   * @param rrset without records for a name that is gone
   * @return the same records, as they are kept
   * @throws IOException if it cannot be written, as when the disk is full
   */
  TxtRrset append(RecordName name, TxtRrset rrset) throws IOException {
    if (logs.isEmpty() || !logs.getLast().hasRoom(RecordLog.sizeOf(rrset))) {
      number++;
      logs.add(RecordLog.open(folder.resolve("%012d%s".formatted(number, SUFFIX))));
    }
    return logs.getLast().append(name, rrset);
  }

  /** To be told of what is meant, and of what is no more. */
  void use(TxtRrset rrset, int times) {
    used += (long) times * RecordLog.sizeOf(rrset);
  }

  /** Whether {@link #dropOldest} is due. */
  boolean isWasteful() {
    long written = logs.stream().mapToLong(RecordLog::end).sum();
    return logs.size() > 1 && written > 2 * used + RecordLog.SIZE;
  }

  /**
   * Deletes the oldest log.
   *
   * @param rescue is given each of its entries, to append again what is still meant
   */
  void dropOldest(BiConsumer<RecordName, TxtRrset> rescue) throws IOException {
    logs.getFirst().read(rescue);
    logs.removeFirst().delete();
  }

  void close() throws IOException {
    for (RecordLog log : logs) {
      log.close();
    }
  }
}
