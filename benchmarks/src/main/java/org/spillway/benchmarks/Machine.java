package org.spillway.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Describes the machine of the figures, and says which cores its programs use. */
final class Machine {
  /** The core of the servers and of other programs that are measured. */
  static final String SERVER_CORE = "0";

  /** The core of the load generators. */
  static final String LOAD_CORE = "1";

  private static final String MODEL = "model name";

  private Machine() {}

  /** Returns one line with cores, processor, system and JDK. */
  static String describe() {
    return "%d cores, %s, %s %s, JDK %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  /** Returns the number of files and connections that a process started here may have open. */
  static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
