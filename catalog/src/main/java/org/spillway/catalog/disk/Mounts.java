package org.spillway.catalog.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file systems that are mounted, by what the kernel tells of them (proc_pid_mountinfo(5)), for
 * which no disk is asked.
 */
final class Mounts {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  /** The index of the mount point among the fields of a line. */
  private static final int POINT = 4;

  /** Blanks and backslashes in a mount point are written as octal numbers. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  private final Map<Path, Mount> byPoint;

  private Mounts(Map<Path, Mount> byPoint) {
    this.byPoint = byPoint;
  }

  /** Reads what is mounted now. A system that does not tell counts as one local disk. */
  static Mounts read() {
    try {
      return parse(Files.readAllLines(MOUNTINFO));
    } catch (IOException e) {
      return new Mounts(Map.of());
    }
  }

  static Mounts parse(List<String> lines) {
    Map<Path, Mount> byPoint = new HashMap<>();
    for (String line : lines) {
      String[] halves = line.split(" - ", 2);
      String[] fields = halves[0].split(" ", -1);
      if (halves.length == 2 && fields.length > POINT) {
        var point = Path.of(unescape(fields[POINT]));
        // A later line hides an earlier one.
        byPoint.put(point, new Mount(point, halves[1].split(" ", 2)[0]));
      }
    }
    return new Mounts(byPoint);
  }

  private static String unescape(String field) {
    return ESCAPE.matcher(field).replaceAll(Mounts::character);
  }

  private static String character(MatchResult escape) {
    String character = Character.toString(Integer.parseInt(escape.group(1), 8));
    return Matcher.quoteReplacement(character);
  }

  /**
   * Returns the file system that a path lies in.
   *
   * @param path is absolute and real: no link is followed
   */
  Mount of(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      var mount = byPoint.get(at);
      if (mount != null) {
        return mount;
      }
    }
    return new Mount(Path.of("/"), "rootfs");
  }

  Collection<Mount> all() {
    return byPoint.values();
  }
}
