package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Our name server and those that it is compared with, on the same core and with the same names. */
record DnsServers(ServerProcess ours, ServerProcess nsd, ServerProcess knot)
    implements AutoCloseable {
  static final String OURS = "ours";
  static final String NSD = "NSD";
  static final String KNOT = "Knot";

  static final int NAMES = 10_000;

  static DnsServers start(DnsRun run, DnsZone zone) throws IOException, InterruptedException {
    var ours = run.ours(zone, NAMES);
    Path file = zone.folder(run.workplace()).resolve("zone");
    Files.write(file, ZoneTransfer.lines(ours));
    var nsd = NameServers.nsd(run.workplace(), file);
    // If one does not start, the workplace ends the others.
    return new DnsServers(ours, nsd, NameServers.knot(run.workplace(), file));
  }

  /** Returns the servers by their names, ours first. */
  Map<String, ServerProcess> all() {
    Map<String, ServerProcess> all = new LinkedHashMap<>();
    all.put(OURS, ours);
    all.put(NSD, nsd);
    all.put(KNOT, knot);
    return all;
  }

  @Override
  public void close() {
    all().values().forEach(ServerProcess::close);
  }
}
