package org.spillway.benchmarks;

import java.io.IOException;

/** A part of {@code bench dns}. */
interface DnsPart {

  /** Returns the name by which the user calls the part. */
  String name();

  /** Measures, and adds the rows of this part to the table. */
  void measure(DnsRun run, DnsServers servers, Table table)
      throws IOException, InterruptedException;
}
