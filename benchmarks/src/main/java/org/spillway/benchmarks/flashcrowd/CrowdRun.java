package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.spillway.testing.NetworkNamespace;

/** One run: the clients come, and are watched until all have the file or the time is over. */
final class CrowdRun {
  private static final long NANOS_PER_LOOK = 50_000_000;

  /**
   * The number of looks at the clients for each count of the sent bytes, because a program has to
   * read the count, which is expensive.
   */
  private static final int LOOKS_PER_COUNT = 2;

  private static final double LEAVING_SECONDS = 10;

  private final Scenario scenario;
  private final Path file;
  private final Path folder;
  private final SpillwayServer server;
  private final List<NetworkNamespace> hosts;
  private final long sentBefore;
  private final long start = System.nanoTime();
  private final List<Visitor> visitors = new ArrayList<>();
  private boolean killed;
  private int looks;

  /**
   * @param file what the server offers
   * @param folder for what the clients write
   * @param server has sent nothing to them yet
   * @param hosts one for each client
   */
  CrowdRun(
      Scenario scenario,
      Path file,
      Path folder,
      SpillwayServer server,
      List<NetworkNamespace> hosts)
      throws IOException {
    this.scenario = scenario;
    this.file = file;
    this.folder = folder;
    this.server = server;
    this.hosts = hosts;
    this.sentBefore = server.sentBytes();
  }

  /**
   * Blocks until the run is over; the clients have ended then.
   *
   * @param limit seconds after which it ends, whether all have the file or not
   */
  Outcome run(double limit) throws IOException {
    while (seconds() < limit && !isOver()) {
      startClients();
      visitors.forEach(visitor -> visitor.look(scenario.stays()));
      killServerInTime();
      LockSupport.parkNanos(NANOS_PER_LOOK);
    }
    double copies = copies();
    endClients();
    return outcome(copies);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private boolean isOver() {
    return visitors.size() == hosts.size() && visitors.stream().allMatch(Visitor::isSettled);
  }

  private void startClients() throws IOException {
    while (visitors.size() < hosts.size() && seconds() >= arrival(visitors.size())) {
      int number = visitors.size();
      String name = file.getFileName().toString();
      Path target = Files.createDirectories(folder.resolve("client-" + number));
      long came = System.nanoTime();
      var client = scenario.crowd().client(number);
      var download = client.start(hosts.get(number), server.url(), name, target);
      visitors.add(new Visitor(download, came));
    }
  }

  /** Returns when a client comes, in seconds since the start. */
  private double arrival(int number) {
    return scenario.spread() * (double) number / hosts.size();
  }

  private void killServerInTime() throws IOException {
    boolean due = scenario.isKilled() && !killed && ++looks % LOOKS_PER_COUNT == 0;
    if (due && copies() > scenario.killAfter()) {
      server.close();
      killed = true;
    }
  }

  private double copies() throws IOException {
    return (server.sentBytes() - sentBefore) / (double) Files.size(file);
  }

  /**
   * Lets the clients end by themselves for a while, because they may still have something to write.
   */
  private void endClients() {
    visitors.forEach(visitor -> visitor.download().leave());
    double deadline = seconds() + LEAVING_SECONDS;
    while (seconds() < deadline && visitors.stream().anyMatch(v -> v.download().isRunning())) {
      LockSupport.parkNanos(NANOS_PER_LOOK);
    }
    visitors.forEach(visitor -> visitor.download().close());
  }

  private Outcome outcome(double copies) throws IOException {
    int wrong = 0;
    for (Visitor visitor : visitors) {
      if (visitor.isComplete() && !visitor.hasSameBytesAs(file)) {
        wrong++;
      }
    }
    var seconds = visitors.stream().filter(Visitor::isComplete).map(Visitor::seconds).toList();
    return new Outcome(scenario, seconds, hosts.size() - seconds.size(), wrong, copies);
  }

  /** Returns what one of those clients said that did not get the file, if it said anything. */
  Optional<String> complaint() {
    return visitors.stream()
        .filter(visitor -> !visitor.isComplete())
        .map(visitor -> visitor.download().log())
        .filter(log -> !log.isBlank())
        .findFirst()
        .map(CrowdRun::lastLines);
  }

  private static String lastLines(String log) {
    var lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }
}
