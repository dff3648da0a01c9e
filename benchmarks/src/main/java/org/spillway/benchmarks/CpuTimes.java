package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU time that a process has used so far, in seconds, in steps of a hundredth.
 *
 * @param own the time of all its threads, including those that have ended, in the kernel and
 *     outside
 * @param children the time of all its children that have ended
 */
record CpuTimes(double own, double children) {
  /** USER_HZ, the unit in which Linux tells times to programs on every current architecture. */
  private static final double TICKS_A_SECOND = 100;

  /** Fields 14 to 17 of proc(5), utime to cstime, counted from the one behind the name. */
  private static final int UTIME = 11;

  private static final int FIELDS = UTIME + 4;

  static CpuTimes of(long pid) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
  }

  static CpuTimes ofThisProcess() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  /**
   * Parses the times of a process.
   *
   * @param stat the content of /proc/PID/stat
   */
  static CpuTimes parse(String stat) throws IOException {
    // The name is in parentheses, and can contain spaces and parentheses itself.
    int behindName = stat.lastIndexOf(") ") + 2;
    var fields = List.of(stat.substring(behindName).strip().split(" ", -1));
    if (behindName < 2 || fields.size() < FIELDS) {
      throw new IOException("not a stat file of proc(5): " + stat);
    }
    return new CpuTimes(seconds(fields, UTIME), seconds(fields, UTIME + 2));
  }

  private static double seconds(List<String> fields, int first) {
    return (Long.parseLong(fields.get(first)) + Long.parseLong(fields.get(first + 1)))
        / TICKS_A_SECOND;
  }
}
