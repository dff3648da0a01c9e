package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures the tracker's WebSockets beside npm's bittorrent-tracker. */
final class WebSocketBench implements Benchmark {
  private static final String QUICK = "quick";
  private static final int SOCKETS = 500;

  /** The number of peers in each swarm; one address may have no more than 64 peers in one. */
  private static final int PEERS = 10;

  private static final int OFFERS = 5;
  private static final int IDLE_SOCKETS = 10_000;

  /** The number of files that the processes have open beside the sockets. */
  private static final int OTHER_FILES = 500;

  private static final int ROUNDS = 3;
  private static final int SECONDS = 8;
  private static final int WARM_UP_SECONDS = 20;

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public String summary() {
    return "browsers tracked over WebSocket, npm's bittorrent-tracker beside it; quick";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    if (!NpmTracker.isPossible()) {
      throw new IOException("the peer needs Node: apt-get install nodejs npm");
    }
    if (Machine.openFiles() < IDLE_SOCKETS + OTHER_FILES) {
      throw new IOException(
          "websocket needs more open files than %d: ulimit -n %d"
              .formatted(Machine.openFiles(), IDLE_SOCKETS + OTHER_FILES));
    }
    boolean quick = arguments.contains(QUICK);
    var table = new Table("bench websocket" + (quick ? ", rough figures" : ""));
    try (var ours = serve(workplace);
        var npm = NpmTracker.start(workplace)) {
      measureMessages(workplace, table, ours, npm, quick);
    }
    measureIdle(workplace, table);
    return table;
  }

  /** Starts a server that accepts any torrent, and all sockets of one address. */
  private static ServerProcess serve(Workplace workplace) throws IOException {
    return ServerProcess.serve(
        workplace,
        Machine.SERVER_CORE,
        workplace.folder("websocket-content"),
        workplace.folder("websocket-state"),
        List.of(),
        List.of("--tracker.policy=open", "--tracker.websocket.max-sockets-per-address=1000000"));
  }

  private static void measureMessages(
      Workplace workplace, Table table, ServerProcess ours, ServerProcess npm, boolean quick)
      throws IOException, InterruptedException {
    try (var ourLoad = load(workplace, ours, SOCKETS, OFFERS);
        var npmLoad = load(workplace, npm, SOCKETS, OFFERS)) {
      ourLoad.line();
      npmLoad.line();
      ourLoad.ask("" + (quick ? WARM_UP_SECONDS / 2 : WARM_UP_SECONDS));
      npmLoad.ask("" + (quick ? 2 : WARM_UP_SECONDS / 2));
      List<LoadFigures> ourRounds = new ArrayList<>();
      List<LoadFigures> npmRounds = new ArrayList<>();
      for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
        ourRounds.add(LoadFigures.parse(ourLoad.ask("" + SECONDS)));
        npmRounds.add(LoadFigures.parse(npmLoad.ask("" + SECONDS)));
      }
      rows(table, LoadFigures.sum(ourRounds), LoadFigures.sum(npmRounds));
    }
  }

  private static void rows(Table table, LoadFigures ours, LoadFigures npm) {
    table
        .row(
            "messages a second, got and sent",
            ours.operationsPerSecond(),
            npm.operationsPerSecond(),
            "npm",
            ">= 25,000")
        .row(
            "CPU µs a message",
            ours.cpuMicrosPerOperation(),
            npm.cpuMicrosPerOperation(),
            "npm",
            "<= 40")
        .row(
            "share of the core that the server used",
            ours.serverBusy(),
            npm.serverBusy(),
            "npm",
            "");
  }

  private static void measureIdle(Workplace workplace, Table table)
      throws IOException, InterruptedException {
    Memory ours;
    try (var server = serve(workplace)) {
      // After this run the classes are loaded, and the pools are filled.
      load(workplace, server, SOCKETS, 0).close();
      var before = Memory.ofJava(workplace, server);
      try (var load = load(workplace, server, IDLE_SOCKETS, 0)) {
        load.line();
        var after = Memory.ofJava(workplace, server);
        ours =
            new Memory(
                (after.resident() - before.resident()) / IDLE_SOCKETS,
                (after.heap() - before.heap()) / IDLE_SOCKETS);
      }
    }
    try (var server = NpmTracker.start(workplace)) {
      var before = Memory.of(server);
      try (var load = load(workplace, server, IDLE_SOCKETS, 0)) {
        load.line();
        double each = (double) (Memory.of(server).resident() - before.resident()) / IDLE_SOCKETS;
        String work = "%,d sockets of peers in swarms, ".formatted(IDLE_SOCKETS);
        table
            .row(work + "bytes each", (double) ours.resident(), each, "npm", "")
            .row(work + "of heap, bytes each", (double) ours.heap(), "<= 4,096");
      }
    }
  }

  private static LoadProcess load(
      Workplace workplace, ServerProcess server, int sockets, int offers) throws IOException {
    return LoadProcess.start(
        workplace,
        WebSocketLoad.class,
        List.of(server.port("http"), server.pid(), sockets, sockets / PEERS, offers));
  }
}
