package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spillway.benchmarks.HttpGenerator.Work;

/**
 * One run of {@code bench http}.
 *
 * @param folder the content, which no other run shares, because hashing for one run would disturb
 *     another
 * @param generator the process that makes all load
 * @param quick whether rough figures are enough
 * @param alone whether other processes are kept off the cores
 * @param javaOptions options for our servers
 */
record HttpRun(
    Workplace workplace,
    String folder,
    HttpGenerator generator,
    boolean quick,
    boolean alone,
    List<String> javaOptions) {
  /** The least CPU time that a server of ours has used when it is measured, in seconds. */
  private static final double WARM_UP = 10;

  private static final double QUICK_WARM_UP = 4;
  private static final int WARM_UP_LOAD = 5;
  private static final int MOST_LOADS = 24;

  /** The warm-up within each measurement, for connections and caches, in seconds. */
  private static final int LOAD_WARM_UP = 1;

  /**
   * The number of rounds, in which all servers take turns, so that a disturbance affects all of
   * them.
   */
  private static final int ROUNDS = 3;

  /** Returns this run with another generator. */
  HttpRun with(HttpGenerator other) {
    return new HttpRun(workplace, folder, other, quick, alone, javaOptions);
  }

  /** Returns this run with other options for our servers. */
  HttpRun withJavaOptions(List<String> options) {
    return new HttpRun(workplace, folder, generator, quick, alone, options);
  }

  Path content() throws IOException {
    return workplace.folder(folder);
  }

  /** Makes a file of the content. */
  void file(String name, long length) throws IOException {
    workplace.file(folder, name, length);
  }

  ServerProcess serve(String... more) throws IOException {
    return ServerProcess.serve(
        workplace, Machine.SERVER_CORE, content(), state(), javaOptions, List.of(more));
  }

  ServerProcess filter() throws IOException {
    return start(FilterServer.class, List.of(content(), state()));
  }

  /** Starts Jetty without any code of Spillway; it serves one file from memory. */
  ServerProcess core(String file) throws IOException {
    return start(CoreServer.class, List.of(content() + file));
  }

  /** Starts Jetty without any code of Spillway; it serves files in its own way. */
  ServerProcess coreFiles() throws IOException {
    return start(CoreFiles.class, List.of(content()));
  }

  private ServerProcess start(Class<?> main, List<?> arguments) throws IOException {
    var command = Command.java(main.getName(), ServerProcess.javaOptions(javaOptions), arguments);
    return ServerProcess.start(workplace, Machine.SERVER_CORE, command);
  }

  /** Returns a new folder for state, because two servers cannot share one. */
  private Path state() throws IOException {
    try (var others = Files.list(workplace.folder("states"))) {
      return workplace.folder("states/" + others.count());
    }
  }

  ServerProcess nginx(boolean cache) throws IOException, InterruptedException {
    return Nginx.start(workplace, content(), cache);
  }

  /** Loads a server of ours until it is as fast as it gets, however busy the machine is. */
  void warmUp(Work work) throws IOException {
    double used = 0;
    double before;
    double cost = Double.MAX_VALUE;
    int loads = 0;
    do {
      var figures = load(work, 0, WARM_UP_LOAD);
      used += figures.serverCpu();
      before = cost;
      cost = figures.cpuSecondsPerGigabyte();
      loads++;
    } while (loads < MOST_LOADS
        && (used < (quick ? QUICK_WARM_UP : WARM_UP) || cost < before * (quick ? 0.9 : 0.97)));
  }

  /** Measures each of the works. The result has the order of the works. */
  Map<String, LoadFigures> measure(Map<String, Work> works, int seconds)
      throws IOException, InterruptedException {
    Map<String, List<LoadFigures>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
      for (var work : works.entrySet()) {
        rounds
            .computeIfAbsent(work.getKey(), name -> new ArrayList<>())
            .add(measure(work.getValue(), quick || alone ? 2 : seconds));
      }
    }
    Map<String, LoadFigures> sums = new LinkedHashMap<>();
    rounds.forEach((name, figures) -> sums.put(name, LoadFigures.sum(figures)));
    return sums;
  }

  private LoadFigures measure(Work work, int seconds) throws IOException, InterruptedException {
    if (!alone) {
      return load(work, LOAD_WARM_UP, seconds);
    }
    // The others get their turn, too.
    work.server().run(Duration.ofSeconds(1));
    var both = new Alone(workplace, List.of(work.server().pid(), generator.pid()));
    both.begin();
    try {
      return load(work, LOAD_WARM_UP, seconds);
    } finally {
      both.end();
    }
  }

  LoadFigures load(Work work, int warmUp, int seconds) throws IOException {
    return generator.load(work, warmUp, seconds);
  }
}
