package org.spillway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that downloads one file into a folder and ends then.
 *
 * @param command returns the command for this folder
 */
record Getting(Workplace workplace, String name, Function<Path, List<String>> command) {
  /** The most memory that a process has had so far, with the files that it has mapped. */
  private static final Pattern MOST = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private static final long LOOK_MILLIS = 10;
  private static final double KB_A_MB = 1e6 / 1024;

  /**
   * The cost of a download, from the start of the program to its end.
   *
   * @param seconds the time by the clock
   * @param cpu the CPU time of all threads, in seconds
   * @param megabytes the most memory that the process had at a time
   */
  record Cost(double seconds, double cpu, double megabytes) {
    /** Returns the least of each figure, because disturbances only add to them. */
    Cost least(Cost other) {
      return new Cost(
          Math.min(seconds, other.seconds),
          Math.min(cpu, other.cpu),
          Math.min(megabytes, other.megabytes));
    }

    String toLine() {
      return String.format(
          Locale.ROOT, "%.2f s, %.2f CPU s, %.0f MB of memory", seconds, cpu, megabytes);
    }
  }

  /**
   * Downloads once, and removes the file.
   *
   * @param length the length that the file must have
   * @throws IOException if the program fails, or the file is not there afterwards
   */
  Cost run(long length) throws IOException, InterruptedException {
    Path folder = workplace.folder("downloads");
    double cpu = CpuTimes.ofThisProcess().children();
    long start = System.nanoTime();
    var process = workplace.start(Machine.SERVER_CORE, command.apply(folder));
    double most = 0;
    do {
      most = Math.max(most, memory(process));
    } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw workplace.failure(name + " ended with " + process.exitValue());
    }
    cpu = CpuTimes.ofThisProcess().children() - cpu;
    check(folder, length);
    var cost = new Cost(seconds, cpu, most);
    System.err.println(name + ": " + cost.toLine());
    return cost;
  }

  /** Returns the megabytes that the process has had at most; 0 if it has ended. */
  private static double memory(Process process) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      var matcher = MOST.matcher(status);
      return matcher.find() ? Long.parseLong(matcher.group(1)) / KB_A_MB : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private void check(Path folder, long length) throws IOException {
    Path file = folder.resolve(GetBench.NAME);
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size != length) {
      throw new IOException(name + " downloaded %d bytes of %d".formatted(size, length));
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Getting::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
