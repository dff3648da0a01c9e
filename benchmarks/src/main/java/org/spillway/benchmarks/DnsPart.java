package org.spillway.benchmarks;

import java.io.IOException;

/** One of the works that {@code bench dns} measures. */
interface DnsPart {

  /** What the user calls it. */
  String name();

  /** Adds its rows. */
  void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException;
}
