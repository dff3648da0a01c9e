package org.spillway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures torrents over DNS, from Spillway, NSD and Knot. */
final class DnsBench implements Benchmark {
  private static final String QUICK = "quick";

  /** The argument for short measurements that other processes cannot disturb; for root. */
  private static final String ALONE = "alone";

  private static final List<DnsPart> PARTS =
      Stream.concat(
              DnsLoad.all().stream(),
              Stream.of(new HalfLoad(), new Publishing(), new MillionNames()))
          .toList();

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public String summary() {
    return "torrents over DNS, NSD and Knot beside it: "
        + PARTS.stream().map(DnsPart::name).collect(Collectors.joining(" "))
        + "; quick; alone; profile";
  }

  @Override
  public Table run(Workplace workplace, List<String> arguments)
      throws IOException, InterruptedException {
    if (!Command.isInstalled(DnsPerf.PROGRAM) || !NameServers.areInstalled()) {
      throw new IOException("name servers and load are needed: apt-get install dnsperf nsd knot");
    }
    if (arguments.contains(DnsProfile.NAME)) {
      return DnsProfile.parse(arguments).run(workplace);
    }
    List<String> words = new ArrayList<>(arguments);
    var run = new DnsRun(workplace, words.remove(QUICK), words.remove(ALONE), List.of());
    boolean all = words.isEmpty();
    var parts = PARTS.stream().filter(part -> words.remove(part.name()) || all).toList();
    if (!words.isEmpty()) {
      throw new IOException("dns knows no " + words);
    }
    return measure(run, parts);
  }

  private static Table measure(DnsRun run, List<DnsPart> parts)
      throws IOException, InterruptedException {
    var table =
        new Table(
            "bench dns" + (run.quick() ? ", rough figures" : "") + (run.alone() ? ", alone" : ""));
    try (var servers = DnsServers.start(run, DnsZone.UNSIGNED)) {
      for (DnsPart part : parts) {
        part.measure(run, servers, table);
      }
    }
    return table;
  }
}
