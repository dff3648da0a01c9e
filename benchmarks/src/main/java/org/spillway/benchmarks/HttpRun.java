package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code bench http}.
 *
 * @param quick whether rough figures will do
 * @param javaOptions for our servers
 */
record HttpRun(Workplace workplace, boolean quick, List<String> javaOptions) {
  /** CPU seconds that a server of ours has used when it is measured: its code is compiled then. */
  private static final double WARM_UP = 10;

  private static final double QUICK_WARM_UP = 4;
  private static final int WARM_UP_LOAD = 5;

  /** Within each measurement, for the generator's own code. */
  private static final int LOAD_WARM_UP = 2;

  /** All take turns, so that what disturbs one disturbs the others. */
  private static final int ROUNDS = 3;

  /** A server, and how it is asked for what. */
  record Subject(ServerProcess server, String target, List<String> fields, int connections) {}

  Path content() throws IOException {
    return workplace.folder("content");
  }

  ServerProcess serve(String... more) throws IOException {
    return ServerProcess.serve(
        workplace, Machine.SERVER_CORE, content(), state(), javaOptions, List.of(more));
  }

  ServerProcess filter() throws IOException {
    return ServerProcess.start(
        workplace,
        Machine.SERVER_CORE,
        Command.java(
            FilterServer.class.getName(),
            ServerProcess.javaOptions(javaOptions),
            List.of(content(), state())));
  }

  /** A new one: only one server may have it at a time. */
  private Path state() throws IOException {
    try (var others = Files.list(workplace.folder("states"))) {
      return workplace.folder("states/" + others.count());
    }
  }

  ServerProcess nginx(boolean cache) throws IOException, InterruptedException {
    return Nginx.start(workplace, content(), cache);
  }

  /** Loads a server of ours until it is as fast as it gets, however busy the machine is. */
  void warmUp(Subject subject) throws IOException, InterruptedException {
    double used = 0;
    while (used < (quick ? QUICK_WARM_UP : WARM_UP)) {
      used += load(subject, 0, WARM_UP_LOAD).serverCpu();
    }
  }

  /** In the same order. */
  Map<String, LoadFigures> measure(Map<String, Subject> subjects, int seconds)
      throws IOException, InterruptedException {
    Map<String, List<LoadFigures>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
      for (var subject : subjects.entrySet()) {
        rounds
            .computeIfAbsent(subject.getKey(), name -> new ArrayList<>())
            .add(load(subject.getValue(), LOAD_WARM_UP, quick ? 2 : seconds));
      }
    }
    Map<String, LoadFigures> sums = new LinkedHashMap<>();
    rounds.forEach((name, figures) -> sums.put(name, LoadFigures.sum(figures)));
    return sums;
  }

  LoadFigures load(Subject subject, int warmUp, int seconds)
      throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>();
    arguments.add(subject.server.pid());
    arguments.add(subject.server.port("http"));
    arguments.addAll(List.of(subject.target, subject.connections, warmUp, seconds));
    arguments.addAll(subject.fields);
    return LoadFigures.parse(
        Command.run(workplace, Machine.LOAD_CORE, Command.java(HttpLoad.class, arguments))
            .output());
  }
}
