package org.spillway.webapp.metrics;

import java.util.Optional;
import org.spillway.catalog.CatalogStats;
import org.spillway.dns.DnsStats;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.seeder.SeederStats;
import org.spillway.swarm.ReportedBytes;
import org.spillway.tracker.TrackerStats;

/**
 * Takes snapshots of the counters of all parts of a server. Safe for use by many threads; nothing
 * blocks.
 */
public interface StatsSource {
  CatalogStats catalog();

  NegotiationStats http();

  /** Returns the bytes that peers have reported to the tracker, which nobody can verify. */
  ReportedBytes reported();

  /** Returns the counters of the seeder, or nothing if there is none. */
  Optional<SeederStats> seeder();

  /** Returns the counters of the tracker, or nothing if there is none. */
  Optional<TrackerStats> tracker();

  /** Returns the counters of the name server, or nothing if there is none. */
  Optional<DnsStats> dns();
}
