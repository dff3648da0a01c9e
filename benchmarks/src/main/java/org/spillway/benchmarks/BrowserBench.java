package org.spillway.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures Chromium and Firefox with the extension, driven by a program in JavaScript. */
final class BrowserBench implements Benchmark {
  private static final String HOME = System.getProperty("spillway.home", ".");
  private static final Path PROGRAM = Path.of(HOME, "browser-extension/test/browser/bench.mjs");
  private static final String ALL_CORES = "0,1";

  @Override
  public String name() {
    return "browser";
  }

  @Override
  public String summary() {
    return "Chromium and Firefox: taking over, web seed, WebRTC, memory; as root; quick";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    for (String program : List.of("node", "chromium", "firefox-esr")) {
      if (!Command.isInstalled(program)) {
        throw new IOException("%s is missing; bin/test installs it".formatted(program));
      }
    }
    List<String> command = new ArrayList<>(List.of("node", PROGRAM.toString()));
    command.addAll(arguments);
    var table = new Table("bench browser", List.of("", "measured", "target"));
    for (String line : Command.run(workplace, ALL_CORES, command).output().lines().toList()) {
      if (line.startsWith("{")) {
        var figure = new ObjectMapper().readTree(line);
        table.row(
            List.of(
                figure.path("work").asText(),
                Table.number(figure.path("figure").asDouble()),
                figure.path("aim").asText()));
      }
    }
    return table;
  }
}
