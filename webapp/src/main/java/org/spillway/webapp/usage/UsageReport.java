package org.spillway.webapp.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.spillway.catalog.usage.Usage;
import org.spillway.catalog.usage.UsageKey;

/** Reads what a server has sent on each day; the server may run meanwhile. */
public final class UsageReport {
  private UsageReport() {}

  /**
   * The amounts of one day under one key.
   *
   * @param key its path is percent-encoded as in URLs (RFC 3986 §2.1)
   */
  public record Line(LocalDate day, UsageKey key, Usage usage) {}

  /** Returns the folder of a server's days within its state folder. */
  public static Path folder(Path stateDir) {
    return stateDir.resolve("usage");
  }

  /**
   * Reads the days from the first to the last one, in order.
   *
   * @param folder the folder of a {@link UsageJournal}
   * @throws IOException if a file cannot be read or is damaged; the message names it
   */
  public static List<Line> read(Path folder, LocalDate first, LocalDate last) throws IOException {
    var lines = new ArrayList<Line>();
    for (var day = first; !day.isAfter(last); day = day.plusDays(1)) {
      LocalDate current = day;
      DayFile.of(folder, day)
          .read()
          .forEach((key, usage) -> lines.add(new Line(current, key, usage)));
    }
    return lines;
  }
}
