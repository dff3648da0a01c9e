package org.spillway.benchmarks;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import one.profiler.AsyncProfiler;

/** Profiles another process of ours with async-profiler, which comes in its jar. */
final class Profiler {
  /** The sampling intervals of events; other events have the profiler's default. */
  private static final Map<String, String> INTERVAL = Map.of("cpu", ",interval=1ms");

  private final Path library;
  private final long pid;

  private Profiler(Path library, long pid) {
    this.library = library;
    this.pid = pid;
  }

  /**
   * Starts a profiler, which begins at once.
   *
   * @param event cpu, alloc, lock or wall
   */
  static Profiler start(Workplace workplace, long pid, String event) throws IOException {
    Path library = workplace.folder("profiler").resolve("libasyncProfiler.so");
    String resource = "/linux-" + architecture() + "/libasyncProfiler.so";
    try (var in = AsyncProfiler.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the profiler has no " + resource);
      }
      Files.copy(in, library);
    }
    var profiler = new Profiler(library, pid);
    profiler.say("start,event=" + event + INTERVAL.getOrDefault(event, ""));
    return profiler;
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
  }

  /**
   * Stops the profiler and writes its samples.
   *
   * @param file the file for collapsed stacks, from which flame graphs can be made
   */
  Stacks stop(Path file) throws IOException {
    say("stop,collapsed,ann,file=" + file);
    try (var lines = Files.lines(file)) {
      return Stacks.parse(lines);
    }
  }

  private void say(String command) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(pid));
      try {
        machine.loadAgentPath(library.toString(), command);
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IOException("profiler: " + command + ": " + e.getMessage(), e);
    }
  }
}
