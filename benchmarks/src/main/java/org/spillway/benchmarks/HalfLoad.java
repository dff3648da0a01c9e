package org.spillway.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures how long answers take while the server has time to spare, which shows pauses of the
 * garbage collector.
 */
final class HalfLoad implements DnsPart {
  /** The shares of the answers whose latency is printed. */
  private static final List<Map.Entry<String, Double>> SHARES =
      List.of(
          Map.entry("p50", 0.5),
          Map.entry("p99", 0.99),
          Map.entry("p99.9", 0.999),
          Map.entry("longest", 1.0));

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException {
    Map<String, DnsPerf.Work> works = new LinkedHashMap<>();
    works.put(DnsServers.OURS, DnsLoad.UDP.work(run.workplace(), servers.ours()));
    works.put(DnsServers.NSD, DnsLoad.UDP.work(run.workplace(), servers.nsd()));
    run.warmUp(of(works, DnsServers.OURS));
    double most =
        run.measure(works).values().stream()
            .mapToDouble(LoadFigures::operationsPerSecond)
            .min()
            .orElseThrow();
    long half = Math.round(most / 2);
    var ours = run.latencies(of(works, DnsServers.OURS), half);
    var nsd = run.latencies(of(works, DnsServers.NSD), half);
    String what = name() + " at %,d queries/s, ms, ".formatted(half);
    for (var share : SHARES) {
      double theirs = nsd.millis(share.getValue());
      table.row(what + share.getKey(), ours.millis(share.getValue()), theirs, DnsServers.NSD, "");
    }
  }

  private static DnsPerf.Work of(Map<String, DnsPerf.Work> works, String name) {
    return Objects.requireNonNull(works.get(name), name);
  }
}
