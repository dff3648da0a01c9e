package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows where the time of our name server goes while it is under load.
 *
 * @param event the event that is sampled
 */
record DnsProfile(DnsLoad part, String event) {
  static final String NAME = "profile";

  private static final int SECONDS = 10;
  private static final int MOST = 30;

  /** Reads the arguments: a word of each kind, or the first word of the kind if there is none. */
  static DnsProfile parse(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(arguments);
    words.remove(NAME);
    var part =
        DnsLoad.all().stream()
            .filter(one -> words.remove(one.name()))
            .findFirst()
            .orElse(DnsLoad.all().get(0));
    var event = HttpProfile.EVENTS.stream().filter(words::remove).findFirst().orElse("cpu");
    if (!words.isEmpty()) {
      throw new IOException(
          "profile takes one of each of "
              + List.of(DnsLoad.all().stream().map(DnsLoad::name).toList(), HttpProfile.EVENTS));
    }
    return new DnsProfile(part, event);
  }

  Table run(Workplace workplace) throws IOException, InterruptedException {
    var run = new DnsRun(workplace, false, false, HttpProfile.PRECISE);
    try (var server = run.ours(part.zone(), DnsServers.NAMES)) {
      // Everything is signed by then.
      var unused = ZoneTransfer.lines(server);
      var work = part.work(workplace, server);
      run.warmUp(work);
      return measure(run, work);
    }
  }

  private Table measure(DnsRun run, DnsPerf.Work work) throws IOException, InterruptedException {
    String name = String.join("-", "dns", part.name(), event);
    // This file stays when the workplace is removed.
    Path file = Files.createTempFile(name + '-', ".collapsed");
    var profiler = Profiler.start(run.workplace(), work.server().pid(), event);
    var figures = run.load(work, SECONDS);
    var stacks = profiler.stop(file);
    String title =
        "bench dns profile: %s, %,d samples, %s CPU us a query; all stacks: %s"
            .formatted(name, stacks.samples(), Table.number(figures.cpuMicrosPerOperation()), file);
    return stacks.table(title, MOST);
  }
}
