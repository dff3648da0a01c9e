package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code bench dns}.
 *
 * @param quick whether rough figures are enough
 * @param alone whether other processes are kept off the cores
 * @param javaOptions options for our server
 */
record DnsRun(Workplace workplace, boolean quick, boolean alone, List<String> javaOptions) {
  /** The least CPU time that our server has used when it is measured, in seconds. */
  private static final double WARM_UP = 8;

  private static final double QUICK_WARM_UP = 4;
  private static final int WARM_UP_LOAD = 4;
  private static final int MOST_LOADS = 24;
  private static final int SECONDS = 3;
  private static final int ALONE_SECONDS = 2;
  private static final int LATENCY_SECONDS = 5;

  /**
   * The number of rounds, in which all servers take turns, so that a disturbance affects all of
   * them.
   */
  private static final int ROUNDS = 3;

  /** Returns the words that give a command priority if other processes are kept off. */
  List<String> before() {
    return alone ? List.of("chrt", "--rr", "1") : List.of();
  }

  /** Returns the words that give a command priority even over those of {@link #before}. */
  private List<String> beforeThem() {
    return alone ? List.of("chrt", "--rr", "2") : List.of();
  }

  ServerProcess ours(DnsZone zone, int names) throws IOException {
    return ours(zone.folder(workplace), zone, names);
  }

  /**
   * Starts our name server.
   *
   * @param folder the folder for its state
   * @param names the number of names; with 0, the server uses those in the folder
   */
  ServerProcess ours(Path folder, DnsZone zone, int names) throws IOException {
    List<?> arguments = List.of(folder, zone, names);
    var options = ServerProcess.javaOptions(javaOptions);
    return ServerProcess.start(
        workplace,
        Machine.SERVER_CORE,
        Command.java(DnsServer.class.getName(), options, arguments));
  }

  /** Loads our server until it is as fast as it gets, however busy the machine is. */
  void warmUp(DnsPerf.Work work) throws IOException, InterruptedException {
    double used = 0;
    double before;
    double cost = Double.MAX_VALUE;
    int loads = 0;
    do {
      var figures = load(work, List.of(), WARM_UP_LOAD);
      used += figures.serverCpu();
      before = cost;
      cost = figures.cpuMicrosPerOperation();
      loads++;
    } while (loads < MOST_LOADS
        && (used < (quick ? QUICK_WARM_UP : WARM_UP) || cost < before * (quick ? 0.9 : 0.97)));
  }

  /** Measures each of the works. The result has the order of the works. */
  Map<String, LoadFigures> measure(Map<String, DnsPerf.Work> works)
      throws IOException, InterruptedException {
    Map<String, List<LoadFigures>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
      for (var work : works.entrySet()) {
        rounds
            .computeIfAbsent(work.getKey(), name -> new ArrayList<>())
            .add(measure(work.getValue()));
      }
    }
    Map<String, LoadFigures> sums = new LinkedHashMap<>();
    rounds.forEach((name, figures) -> sums.put(name, LoadFigures.sum(figures)));
    return sums;
  }

  private LoadFigures measure(DnsPerf.Work work) throws IOException, InterruptedException {
    return undisturbed(work.server(), () -> load(work, before(), alone ? ALONE_SECONDS : SECONDS));
  }

  /**
   * Measures the latencies of a few queries beside a load.
   *
   * @param rate the rate of the load, in queries a second
   */
  Latencies latencies(DnsPerf.Work work, long rate) throws IOException, InterruptedException {
    int seconds = alone ? ALONE_SECONDS : LATENCY_SECONDS;
    return undisturbed(
        work.server(),
        () -> DnsPerf.latencies(workplace, work, rate, before(), beforeThem(), seconds));
  }

  /** Measures one server once. */
  private interface Measurement<T> {
    T make() throws IOException, InterruptedException;
  }

  private <T> T undisturbed(ServerProcess process, Measurement<T> measurement)
      throws IOException, InterruptedException {
    if (!alone) {
      return measurement.make();
    }
    // The others get their turn, too.
    process.run(Duration.ofSeconds(1));
    var server = new Alone(workplace, List.of(process.pid()));
    server.begin();
    try {
      return measurement.make();
    } finally {
      server.end();
    }
  }

  LoadFigures load(DnsPerf.Work work, int seconds) throws IOException, InterruptedException {
    return load(work, List.of(), seconds);
  }

  private LoadFigures load(DnsPerf.Work work, List<String> before, int seconds)
      throws IOException, InterruptedException {
    return DnsPerf.load(workplace, work, before, seconds);
  }
}
