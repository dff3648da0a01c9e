package org.spillway.webapp;

import java.util.Optional;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogStats;
import org.spillway.dns.DnsFallback;
import org.spillway.dns.DnsStats;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.seeder.Seeder;
import org.spillway.seeder.SeederStats;
import org.spillway.swarm.ReportedBytes;
import org.spillway.swarm.ReportedTraffic;
import org.spillway.tracker.Tracker;
import org.spillway.tracker.TrackerStats;
import org.spillway.webapp.http.HttpServer;
import org.spillway.webapp.metrics.StatsSource;

/** Reads the counters of the parts of a server. */
record ServerStats(
    Catalog offered,
    HttpServer server,
    ReportedTraffic traffic,
    Optional<Seeder> seeding,
    Optional<Tracker> tracking,
    Optional<DnsFallback> naming)
    implements StatsSource {

  @Override
  public CatalogStats catalog() {
    return offered.stats();
  }

  @Override
  public NegotiationStats http() {
    return server.stats();
  }

  @Override
  public ReportedBytes reported() {
    return traffic.total();
  }

  @Override
  public Optional<SeederStats> seeder() {
    return seeding.map(Seeder::stats);
  }

  @Override
  public Optional<TrackerStats> tracker() {
    return tracking.map(Tracker::stats);
  }

  @Override
  public Optional<DnsStats> dns() {
    return naming.map(DnsFallback::stats);
  }
}
