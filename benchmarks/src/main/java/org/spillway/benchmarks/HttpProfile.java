package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows where the time of one of our servers goes while it is under load.
 *
 * @param server the name of the server
 * @param request the name of the request
 * @param event the event that is sampled
 */
record HttpProfile(String server, String request, String event) {
  static final String NAME = "profile";

  private static final int SECONDS = 15;
  private static final int MOST = 30;
  private static final int LARGE_CONNECTIONS = 8;

  /** The options with which the profiler tells inlined methods apart. */
  static final List<String> PRECISE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

  private static final List<String> SERVERS = List.of("serve", "filter", "off");
  private static final List<String> REQUESTS = List.of("small", "browser", "torrent", "large");
  static final List<String> EVENTS = List.of("cpu", "alloc", "lock", "wall");

  /** Reads the arguments: one word of each list, or its first word if there is none. */
  static HttpProfile parse(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(arguments);
    words.remove(NAME);
    var profile = new HttpProfile(take(words, SERVERS), take(words, REQUESTS), take(words, EVENTS));
    if (!words.isEmpty()) {
      throw new IOException("profile takes one of each of " + List.of(SERVERS, REQUESTS, EVENTS));
    }
    return profile;
  }

  private static String take(List<String> words, List<String> known) {
    String word = known.stream().filter(words::contains).findFirst().orElse(known.get(0));
    words.remove(word);
    return word;
  }

  Table run(Workplace workplace) throws IOException, InterruptedException {
    boolean large = request.equals("large");
    String name = large ? LargeFile.NAME : SmallFile.NAME;
    try (var generator =
        large ? HttpGenerator.discarding(workplace) : HttpGenerator.start(workplace)) {
      var run = new HttpRun(workplace, NAME, generator, false, false, PRECISE);
      run.file(name, large ? LargeFile.LENGTH : SmallFile.LENGTH);
      try (var process = start(run)) {
        // The file is hashed before it is measured.
        process.get('/' + name + "?torrent");
        int connections = large ? LARGE_CONNECTIONS : SmallFile.CONNECTIONS;
        var work = new HttpGenerator.Work(process, '/' + name, fields(), connections);
        run.warmUp(work);
        return measure(run, work);
      }
    }
  }

  private ServerProcess start(HttpRun run) throws IOException {
    return switch (server) {
      case "filter" -> run.filter();
      case "off" -> run.serve("--negotiation.mode=off");
      default -> run.serve();
    };
  }

  private List<String> fields() {
    return switch (request) {
      case "browser" -> SmallFile.BROWSER;
      case "torrent" -> SmallFile.TORRENT;
      default -> SmallFile.PLAIN;
    };
  }

  private Table measure(HttpRun run, HttpGenerator.Work work) throws IOException {
    String name = String.join("-", "http", server, request, event);
    // This file stays when the workplace is removed.
    Path file = Files.createTempFile(name + '-', ".collapsed");
    var profiler = Profiler.start(run.workplace(), work.server().pid(), event);
    var figures = run.load(work, 0, SECONDS);
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
