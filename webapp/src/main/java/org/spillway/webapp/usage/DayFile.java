package org.spillway.webapp.usage;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.Usage;
import org.spillway.catalog.usage.UsageKey;

/**
 * The file of what was sent on one day: a line for each key, with columns between tabs. Paths stay
 * percent-encoded as in URLs, so that no name can hold a tab or the end of a line.
 */
record DayFile(Path file) {
  private static final String SUFFIX = ".tsv";
  private static final String HEADER = "bytes\tblocks\trejected\tdelivery\tclient\tpath";
  private static final int COLUMNS = 6;

  static DayFile of(Path folder, LocalDate day) {
    return new DayFile(folder.resolve(day + SUFFIX));
  }

  /** Deletes the files of days before this one, if the folder exists. */
  static void deleteBefore(Path folder, LocalDate first) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder, "????-??-??" + SUFFIX)) {
      for (Path file : files) {
        if (file.getFileName().toString().compareTo(first + SUFFIX) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * Reads the file; a file that does not exist has no lines.
   *
   * @throws MalformedUsageException if a line is damaged
   */
  Map<UsageKey, Usage> read() throws IOException {
    var usage = new HashMap<UsageKey, Usage>();
    try (var lines = Files.newBufferedReader(file)) {
      int number = 1;
      for (var line = lines.readLine(); line != null; line = lines.readLine(), number++) {
        if (number == 1) {
          requireHeader(line);
        } else {
          parse(line, number, usage);
        }
      }
    } catch (NoSuchFileException e) {
      return usage;
    }
    return usage;
  }

  private void requireHeader(String line) throws MalformedUsageException {
    if (!line.equals(HEADER)) {
      throw malformed(1, "the names of the columns are missing");
    }
  }

  private void parse(String line, int number, Map<UsageKey, Usage> usage)
      throws MalformedUsageException {
    var columns = List.of(line.split("\t", -1));
    if (columns.size() != COLUMNS) {
      throw malformed(number, "must have %d columns, has %d".formatted(COLUMNS, columns.size()));
    }
    try {
      var sums =
          new Usage(
              Long.parseLong(columns.get(0)),
              Long.parseLong(columns.get(1)),
              Long.parseLong(columns.get(2)));
      var key = new UsageKey(columns.get(5), Delivery.ofLabel(columns.get(3)), columns.get(4));
      usage.merge(key, sums, Usage::plus);
    } catch (IllegalArgumentException e) {
      throw malformed(number, String.valueOf(e.getMessage()));
    }
  }

  private MalformedUsageException malformed(int line, String reason) {
    return new MalformedUsageException("%s:%d: %s".formatted(file, line, reason));
  }

  /** Replaces the file as a whole, so that a reader never finds half of it. */
  void write(Map<UsageKey, Usage> usage) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try (var out = Files.newBufferedWriter(draft)) {
      out.write(HEADER + "\n");
      var ordered = new TreeMap<String, Usage>();
      usage.forEach((key, sums) -> ordered.put(columns(key), sums));
      for (var entry : ordered.entrySet()) {
        write(entry.getKey(), entry.getValue(), out);
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String columns(UsageKey key) {
    return "%s\t%s\t%s".formatted(key.delivery().label(), key.client(), key.path());
  }

  private static void write(String columns, Usage sums, BufferedWriter out) throws IOException {
    out.write("%d\t%d\t%d\t%s\n".formatted(sums.bytes(), sums.blocks(), sums.rejected(), columns));
  }

  /** Gives a damaged file another name, which is returned, so that nothing is lost. */
  Path setAside() throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }
}
