package org.spillway.benchmarks;

import static org.spillway.benchmarks.DnsZone.SIGNED;
import static org.spillway.benchmarks.DnsZone.UNSIGNED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A load of as many queries of one kind as a server answers.
 *
 * @param zone the zone that is queried
 * @param namesExist whether there are records at the queried names
 * @param cookie whether the client shows the cookie that the server gave it; without one its
 *     answers count for the rate limit
 * @param options options of dnsperf
 * @param target CPU microseconds a query
 * @param factor the target as a multiple of NSD's time for {@link #UDP}, which was 5.7 when the
 *     target was set
 * @param rateTarget queries a second as a multiple of NSD's
 */
record DnsLoad(
    String name,
    DnsZone zone,
    boolean namesExist,
    boolean cookie,
    List<String> options,
    String target,
    String factor,
    String rateTarget)
    implements DnsPart {
  /** Options for as many queries under way, from as many sockets, as a busy resolver has. */
  private static final List<String> BUSY = List.of("-c", "4", "-q", "200");

  /** Options for as many queries as connections, so that each has about one under way. */
  private static final List<String> TCP = List.of("-m", "tcp", "-c", "50", "-q", "50");

  private static final List<String> PIPELINED = List.of("-m", "tcp", "-c", "20", "-q", "200");

  /** The options of {@link #BUSY} with the DO bit. */
  private static final List<String> DNSSEC_OK = List.of("-c", "4", "-q", "200", "-D");

  static final DnsLoad UDP =
      new DnsLoad("udp", UNSIGNED, true, true, BUSY, "<= 6.5, 1.14 x", "", ">= 0.9 x");

  static List<DnsLoad> all() {
    return List.of(
        UDP,
        new DnsLoad("stranger", UNSIGNED, true, false, BUSY, "<= 6.5", "<= 1.14 x", ""),
        new DnsLoad("nxdomain", UNSIGNED, false, true, BUSY, "<= 6.5", "<= 1.14 x", ""),
        new DnsLoad("tcp", UNSIGNED, true, true, TCP, "<= 14", "<= 2.46 x", ""),
        new DnsLoad("pipelined", UNSIGNED, true, true, PIPELINED, "<= 14", "<= 2.46 x", ""),
        new DnsLoad("signed", SIGNED, true, true, DNSSEC_OK, "<= 8", "<= 1.40 x", ""));
  }

  /** Returns the work for dnsperf. */
  DnsPerf.Work work(Workplace workplace, ServerProcess server) throws IOException {
    Path file = workplace.folder("questions").resolve(namesExist ? "there" : "not-there");
    DnsTorrents.questions(file, DnsServers.NAMES, namesExist);
    List<String> all = new ArrayList<>(options);
    all.add("-e");
    if (cookie) {
      all.addAll(List.of("-E", "10:" + DnsPerf.cookie(server)));
    }
    return new DnsPerf.Work(server, file, all);
  }

  @Override
  public void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException {
    if (zone == UNSIGNED) {
      measure(run, servers, servers.nsd(), table);
      return;
    }
    try (var others = DnsServers.start(run, zone)) {
      measure(run, others, servers.nsd(), table);
    }
  }

  private void measure(DnsRun run, DnsServers servers, ServerProcess unsignedNsd, Table table)
      throws IOException, InterruptedException {
    Map<String, DnsPerf.Work> works = new LinkedHashMap<>();
    for (var server : servers.all().entrySet()) {
      works.put(server.getKey(), work(run.workplace(), server.getValue()));
    }
    if (!equals(UDP)) {
      works.put(UDP.name, UDP.work(run.workplace(), unsignedNsd));
    }
    run.warmUp(work(run.workplace(), servers.ours()));
    var figures = run.measure(works);
    print(figures, DnsServers.NSD, table);
    print(figures, DnsServers.KNOT, table);
    if (!equals(UDP)) {
      printBesideUdp(figures, table);
    }
    table.row(name + ", cores used by the load", of(figures, DnsServers.OURS).loadBusy(), "");
  }

  private void printBesideUdp(Map<String, LoadFigures> figures, Table table) {
    table.row(
        name + ", the same beside UDP",
        of(figures, DnsServers.OURS).cpuMicrosPerOperation(),
        of(figures, UDP.name).cpuMicrosPerOperation(),
        DnsServers.NSD,
        factor);
  }

  private void print(Map<String, LoadFigures> figures, String peer, Table table) {
    boolean target = peer.equals(DnsServers.NSD);
    var ours = of(figures, DnsServers.OURS);
    var theirs = of(figures, peer);
    table
        .row(
            name + ", CPU us a query",
            ours.cpuMicrosPerOperation(),
            theirs.cpuMicrosPerOperation(),
            peer,
            target ? this.target : "")
        .row(
            name + ", queries/s",
            ours.operationsPerSecond(),
            theirs.operationsPerSecond(),
            peer,
            target ? rateTarget : "")
        .row(name + ", bytes an answer", bytes(ours), bytes(theirs), peer, "")
        .row(name + ", cores used by the server", ours.serverBusy(), theirs.serverBusy(), peer, "");
  }

  private static double bytes(LoadFigures figures) {
    return figures.bytes() / figures.operations();
  }

  private static LoadFigures of(Map<String, LoadFigures> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }
}
