package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The memory of a server.
 *
 * @param resident the bytes of the process that are in memory, without those of the kernel
 * @param heap the bytes of objects that are in use; 0 for a program that is not Java
 */
record Memory(long resident, long heap) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** The memory without mapped files, which the kernel may drop. */
  private static final Pattern ANONYMOUS = Pattern.compile("RssAnon:\\s+(\\d+) kB");

  /** The last line of the histogram: instances, bytes. */
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private static final int KIB = 1024;
  private static final int LOOKS = 20;
  private static final Duration PAUSE = Duration.ofMillis(500);

  static Memory of(ServerProcess server) throws IOException {
    return new Memory(resident(server), 0);
  }

  /**
   * Returns the memory of a Java program after its garbage was collected and returned to the
   * system.
   */
  static Memory ofJava(Workplace workplace, ServerProcess server)
      throws IOException, InterruptedException {
    jcmd(workplace, server, "GC.run");
    long heap = heap(workplace, server);
    long before;
    long resident = resident(server);
    int looks = 0;
    do {
      server.run(PAUSE);
      before = resident;
      resident = resident(server);
      looks++;
    } while (looks < LOOKS && resident < before - before / 200);
    return new Memory(resident, heap);
  }

  /** Returns the bytes of the objects in use. */
  static long heap(Workplace workplace, ServerProcess server)
      throws IOException, InterruptedException {
    return number(TOTAL, jcmd(workplace, server, "GC.class_histogram"));
  }

  /**
   * Returns a number from the summary of native memory tracking.
   *
   * @param pattern its first group is the number
   */
  static long ofCategory(Pattern pattern, Workplace workplace, ServerProcess server)
      throws IOException, InterruptedException {
    return number(pattern, jcmd(workplace, server, "VM.native_memory"));
  }

  private static long resident(ServerProcess server) throws IOException {
    return ofStatus(RESIDENT, server);
  }

  /** Returns the bytes in memory that belong to no file. */
  static long anonymous(ServerProcess server) throws IOException {
    return ofStatus(ANONYMOUS, server);
  }

  private static long ofStatus(Pattern pattern, ServerProcess server) throws IOException {
    Path status = Path.of("/proc", Long.toString(server.pid()), "status");
    return number(pattern, Files.readString(status)) * KIB;
  }

  private static String jcmd(Workplace workplace, ServerProcess server, String command)
      throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var words = List.of(program, Long.toString(server.pid()), command);
    return Command.run(workplace, Machine.LOAD_CORE, words).output();
  }

  private static long number(Pattern pattern, String text) throws IOException {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
