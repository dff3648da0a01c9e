package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a server in Java holds at a moment.
 *
 * @param heap the bytes of objects in use, after a collection
 * @param direct the bytes outside the heap that the program itself has allocated
 * @param descriptors the open files and connections
 * @param threads the threads of the process
 */
record Holdings(long heap, long direct, long descriptors, long threads) {
  /** The category of native memory tracking in which direct buffers are. */
  private static final Pattern DIRECT =
      Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");

  private static final int KIB = 1024;
  private static final long MIB = 1024 * KIB;

  /** The share by which the last third may be above the first one, and what is always allowed. */
  private static final double TOLERANCE = 1.1;

  private static final long MORE_BYTES = 8 * MIB;
  private static final long MORE_DESCRIPTORS = 32;
  private static final long MORE_THREADS = 4;

  /** Takes a server with {@code -XX:NativeMemoryTracking=summary}. */
  static Holdings of(Workplace workplace, ServerProcess server)
      throws IOException, InterruptedException {
    Path process = Path.of("/proc", Long.toString(server.pid()));
    return new Holdings(
        Memory.heap(workplace, server),
        Memory.ofCategory(DIRECT, workplace, server) * KIB,
        count(process.resolve("fd")),
        count(process.resolve("task")));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /** Returns a sentence about each figure that is higher in the last third than in the first. */
  static List<String> growth(List<Holdings> held) {
    List<String> problems = new ArrayList<>();
    compare("bytes of heap", held, Holdings::heap, MORE_BYTES, problems);
    compare("direct bytes", held, Holdings::direct, MORE_BYTES, problems);
    compare("descriptors", held, Holdings::descriptors, MORE_DESCRIPTORS, problems);
    compare("threads", held, Holdings::threads, MORE_THREADS, problems);
    return problems;
  }

  private static void compare(
      String what,
      List<Holdings> held,
      ToLongFunction<Holdings> figure,
      long more,
      List<String> problems) {
    int third = held.size() / 3;
    double first = median(held.subList(0, third), figure);
    double last = median(held.subList(held.size() - third, held.size()), figure);
    if (last > first * TOLERANCE + more) {
      problems.add("%,.0f %s became %,.0f".formatted(first, what, last));
    }
  }

  private static double median(List<Holdings> some, ToLongFunction<Holdings> figure) {
    var sorted = some.stream().mapToLong(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
