package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.testing.NetworkNamespace;
import org.spillway.testing.NetworkNamespaces;

/** All runs that the user asks for, one after the other. */
public final class FlashCrowd {
  /** The names of the columns of {@link #rows}. */
  public static final List<String> HEADER = Report.HEADER;

  /** The arguments that there are. */
  public static final String USAGE = Arguments.USAGE;

  private static final long SEED = 9;
  private static final String NAME = "file.bin";
  private static final double LEAST_LIMIT = 60;

  private final Plan plan;
  private final boolean knowsGoals;
  private final List<Report> reports = new ArrayList<>();

  private FlashCrowd(Plan plan, boolean knowsGoals) {
    this.plan = plan;
    this.knowsGoals = knowsGoals;
  }

  /**
   * Reads the arguments, and asks the server's program which goals it knows.
   *
   * @throws IOException if an argument is none of {@link #USAGE}
   */
  public static FlashCrowd parse(List<String> arguments) throws IOException {
    var goals = Goal.known();
    return new FlashCrowd(Plan.parse(arguments, goals), !goals.contains(Goal.DEFAULT));
  }

  /** Returns a title with the facts that a reader of the figures has to know. */
  public String title() {
    String title =
        "bench flashcrowd: %d MiB of random bytes, seed %d; %s; at N = 40 all rates are divided by"
            + " 4, because 40 clients fill two cores";
    return title.formatted(plan.mebibytes(), SEED, Links.describe())
        + (knowsGoals ? "" : "; this server has no upload.goal, so it runs as it is");
  }

  /**
   * Runs all of them, and prints the result of each. Blocks for a minute or more for each.
   *
   * @param folder the folder for everything that is written; the files of the clients are removed
   *     after each run
   */
  public void run(NetworkNamespaces network, Path folder, PrintStream progress) throws IOException {
    Path file = RandomFile.write(folder.resolve("content"), NAME, plan.mebibytes(), SEED);
    for (Scenario scenario : plan.scenarios()) {
      var report = new Report(run(scenario, network, file, folder, progress), Files.size(file));
      reports.add(report);
      progress.printf("%d of %d: %s%n", reports.size(), plan.scenarios().size(), report.line());
    }
  }

  private static Outcome run(
      Scenario scenario, NetworkNamespaces network, Path file, Path folder, PrintStream progress)
      throws IOException {
    Path clients = folder.resolve("clients");
    List<NetworkNamespace> hosts = new ArrayList<>();
    try (var serverHost = network.host(scenario.links().server());
        var server = SpillwayServer.start(serverHost, scenario.goal(), file, folder)) {
      for (int i = 0; i < scenario.clients(); i++) {
        hosts.add(network.host(scenario.links().client()));
      }
      var run = new CrowdRun(scenario, file, clients, server, hosts);
      var outcome = run.run(limit(scenario, Files.size(file)));
      run.complaint().ifPresent(progress::println);
      return outcome;
    } finally {
      for (NetworkNamespace host : hosts) {
        host.close();
      }
      deleteTree(clients);
    }
  }

  /**
   * Returns the time limit of a run in seconds, which is several times that of the slowest way, and
   * in any case that of plain HTTP.
   */
  private static double limit(Scenario scenario, long length) {
    var bound = scenario.bound(length);
    double most = Math.max(6 * bound.seconds(), 1.5 * bound.httpSeconds());
    return LEAST_LIMIT + scenario.spread() + most;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Returns the figures of all runs, in the columns of {@link #HEADER}. */
  public List<List<String>> rows() {
    return reports.stream().map(Report::row).toList();
  }

  /** Says how many clients did not get the file; empty if all of them got it. */
  public Optional<String> shortfall() {
    int unfinished = reports.stream().mapToInt(report -> report.outcome().unfinished()).sum();
    int wrong = reports.stream().mapToInt(report -> report.outcome().wrong()).sum();
    String text = "%d clients did not get the file, and %d got other bytes; see the last column";
    return unfinished + wrong == 0
        ? Optional.empty()
        : Optional.of(text.formatted(unfinished, wrong));
  }

  /**
   * Draws the two curves, if all of their runs were made.
   *
   * @param docs the folder that takes them
   * @return the pictures written
   */
  public List<Path> drawCurves(Path docs) throws IOException {
    if (!plan.hasCurves()) {
      return List.of();
    }
    var outcomes = reports.stream().map(Report::outcome).toList();
    var curves = new Curves(outcomes, plan.mebibytes() * 1024L * 1024);
    return List.of(
        Files.writeString(docs.resolve("flashcrowd-time.svg"), curves.times().toSvg()),
        Files.writeString(docs.resolve("flashcrowd-copies.svg"), curves.copies().toSvg()));
  }
}
