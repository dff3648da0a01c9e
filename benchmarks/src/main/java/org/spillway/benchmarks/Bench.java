package org.spillway.benchmarks;

import java.io.IOException;
import java.util.List;

/** Runs the command {@code bench}, which measures and prints. */
public final class Bench {
  private static final int USAGE = 2;

  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new HashBench(),
          new TorrentBench(),
          new SeedBench(),
          new GetBench(),
          new StartBench(),
          new HttpBench(),
          new DnsBench(),
          new WebSocketBench(),
          new BrowserBench(),
          new AttackBench(),
          new SoakBench(),
          new FlashCrowdBench());

  private Bench() {}

  /**
   * Runs one benchmark, or all.
   *
   * @param arguments the name of a benchmark or {@code all}, then the arguments of the benchmark
   */
  public static void main(String[] arguments) throws InterruptedException {
    var words = List.of(arguments);
    if (words.isEmpty()) {
      list();
    } else {
      System.exit(run(words.get(0), words.subList(1, words.size())));
    }
  }

  /** Returns the exit status. */
  private static int run(String name, List<String> arguments) throws InterruptedException {
    boolean all = name.equals("all");
    var chosen = BENCHMARKS.stream().filter(b -> all || name.equals(b.name())).toList();
    try {
      for (Benchmark benchmark : chosen) {
        run(benchmark, arguments);
      }
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
      return 1;
    }
    if (chosen.isEmpty()) {
      System.err.println("bench: there is no '" + name + "'; alone it lists what there is");
    }
    return chosen.isEmpty() ? USAGE : 0;
  }

  private static void list() {
    for (Benchmark benchmark : BENCHMARKS) {
      System.out.printf("%-10s %s%n", benchmark.name(), benchmark.summary());
    }
    System.out.printf("%-10s %s%n", "all", "one after the other");
  }

  private static void run(Benchmark benchmark, List<String> arguments)
      throws IOException, InterruptedException {
    try (var workplace = Workplace.create()) {
      // The workplace is also closed when the user stops the program.
      Runtime.getRuntime().addShutdownHook(new Thread(workplace::close, "clean-up"));
      System.out.println(benchmark.run(workplace, arguments));
    }
  }
}
