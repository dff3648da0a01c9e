package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.spillway.benchmarks.flashcrowd.FlashCrowd;
import org.spillway.testing.NetworkNamespaces;

/** Measures many clients that want the same file at once; its own package has the figures. */
final class FlashCrowdBench implements Benchmark {
  /** The folder of the project, as {@code bin/bench} sets it. */
  private static final String HOME = System.getProperty("spillway.home", ".");

  private static final List<String> PROGRAMS = List.of("curl", "aria2c", "transmission-cli");
  private static final String PACKAGES = "curl aria2 transmission-cli python3-libtorrent";

  @Override
  public String name() {
    return "flashcrowd";
  }

  @Override
  public String summary() {
    return "a crowd that wants one file, for root; it takes an hour: " + FlashCrowd.USAGE;
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    requirePrograms();
    var crowd = FlashCrowd.parse(arguments);
    var network = workplace.closing(NetworkNamespaces.create());
    System.out.println(crowd.title() + "\n" + Machine.describe() + "\n");
    try {
      crowd.run(network, workplace.folder("crowd"), System.out);
    } catch (IOException e) {
      throw workplace.failure(e);
    }
    crowd.drawCurves(Path.of(HOME, "docs")).forEach(path -> System.out.println("wrote " + path));
    var table = new Table("\n" + crowd.title(), FlashCrowd.HEADER);
    crowd.rows().forEach(table::row);
    if (crowd.shortfall().isPresent()) {
      System.out.println(table);
      throw new IOException(crowd.shortfall().get());
    }
    return table;
  }

  private static void requirePrograms() throws IOException {
    var missing = PROGRAMS.stream().filter(program -> !Command.isInstalled(program)).toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s cannot be found; install the clients with: apt-get install %s"
              .formatted(String.join(", ", missing), PACKAGES));
    }
  }
}
