package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how long publishing many torrents takes in a new process, whose code is as slow as at
 * every start.
 */
final class Publishing implements DnsPart {
  private static final int NAMES = 100_000;

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(run.before());
    var folder = run.workplace().folder("published");
    command.addAll(Command.java(PublishWork.class, List.of(folder, NAMES)));
    var result = Command.run(run.workplace(), Machine.SERVER_CORE, command);
    double seconds = Double.parseDouble(result.output());
    table.row("publishing %,d names, s".formatted(NAMES), seconds, "<= 5");
  }
}
