package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the time of a server of ours goes while it is under load. */
final class HttpProfile {
  static final String NAME = "profile";

  private static final int SECONDS = 15;
  private static final int MOST = 30;
  private static final long GIB = 1024L * 1024 * 1024;

  /** Tells methods apart that were inlined. */
  private static final List<String> PRECISE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

  private static final List<String> SERVERS = List.of("serve", "filter", "off");
  private static final List<String> WORKS = List.of("small", "browser", "torrent", "large");
  private static final List<String> EVENTS = List.of("cpu", "alloc", "lock", "wall");

  private HttpProfile() {}

  /** Of each list one word, or its first. */
  static Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(arguments);
    words.remove(NAME);
    String server = take(words, SERVERS);
    String work = take(words, WORKS);
    String event = take(words, EVENTS);
    if (!words.isEmpty()) {
      throw new IOException("profile takes one of each of " + List.of(SERVERS, WORKS, EVENTS));
    }
    var run = new HttpRun(workplace, false, PRECISE);
    String target = target(workplace, work);
    try (var process = start(run, server)) {
      var subject = subject(process, work, target);
      process.get(SmallFile.TARGET + "?torrent");
      run.warmUp(subject);
      return profile(run, subject, String.join("-", "http", server, work, event), event);
    }
  }

  private static String take(List<String> words, List<String> known) {
    String word = known.stream().filter(words::contains).findFirst().orElse(known.get(0));
    words.remove(word);
    return word;
  }

  private static String target(Workplace workplace, String work) throws IOException {
    workplace.file("content", "small.bin", SmallFile.LENGTH);
    if (!work.equals("large")) {
      return SmallFile.TARGET;
    }
    workplace.file("content", "large.bin", GIB);
    return "/large.bin";
  }

  private static ServerProcess start(HttpRun run, String server) throws IOException {
    return switch (server) {
      case "filter" -> run.filter();
      case "off" -> run.serve("--negotiation.mode=off");
      default -> run.serve();
    };
  }

  private static HttpRun.Subject subject(ServerProcess server, String work, String target) {
    var fields =
        switch (work) {
          case "browser" -> SmallFile.BROWSER;
          case "torrent" -> SmallFile.TORRENT;
          default -> SmallFile.PLAIN;
        };
    int connections = work.equals("large") ? 8 : SmallFile.CONNECTIONS;
    return new HttpRun.Subject(server, target, fields, connections);
  }

  private static Table profile(HttpRun run, HttpRun.Subject subject, String name, String event)
      throws IOException, InterruptedException {
    // It outlives the workplace.
    Path file = Files.createTempFile(name + '-', ".collapsed");
    var profiler = Profiler.start(run.workplace(), subject.server().pid(), event);
    var figures = run.load(subject, 0, SECONDS);
    var stacks = profiler.stop(file);
    String title =
        "bench http profile: %s, %,d samples, %s CPU us a request, %s CPU s/GB; all stacks: %s"
            .formatted(
                name,
                stacks.samples(),
                Table.number(figures.cpuMicrosPerOperation()),
                Table.number(figures.cpuSecondsPerGigabyte()),
                file);
    return stacks.table(title, MOST);
  }
}
