package org.spillway.webapp.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogListener;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.DnsSettings;
import org.spillway.dns.transfer.OfflineZone;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.http.RecordSigning;

/** Writes the zone file of a server with the same configuration, without opening a port. */
final class ZoneExport {

  private final Config config;

  ZoneExport(Config config) {
    this.config = config;
  }

  /**
   * Writes the zone file, after files without a torrent have been hashed. It is signed if {@code
   * dns.dnssec} is on.
   *
   * @param host a host of {@code dns.zone}, or "" for the first
   * @throws IOException if the content or the state folder cannot be used; the message names the
   *     key
   */
  void write(String host, PrintWriter out)
      throws IOException, ConfigException, InterruptedException {
    var dns = config.dns();
    var zone = new OfflineZone(zoneHost(host, dns), dns.nameServers(), dns.records(), dns.dnssec());
    var tls = config.http().tls();
    if (tls != null) {
      RecordSigning.of(config).use(tls, zone::signWith);
    }
    var walk = new Walk();
    try (var catalog = Catalog.open(config.catalog())) {
      catalog.addListener(zone.listener());
      catalog.addListener(walk);
      catalog.start(config.publicUrls(config.configuredPorts()));
      walk.done.await();
    }
    zone.write(out);
  }

  /**
   * Returns the settings of one zone.
   *
   * @param host a host of {@code dns.zone}, or "" for all
   */
  DnsSettings settings(String host) throws ConfigException {
    var dns = config.dns();
    return host.isEmpty() ? dns : dns.withZones(List.of(zoneHost(host, dns)));
  }

  private String zoneHost(String host, DnsSettings dns) throws ConfigException {
    if (!config.dnsEnabled()) {
      throw new ConfigException(
          DnsConfig.ENABLED + ": must be true, because there is no zone without DNS");
    }
    if (host.isEmpty() && !dns.hostZones().isEmpty()) {
      return dns.hostZones().get(0);
    }
    String zone = host.isEmpty() ? "" : dns.withZones(List.of(host)).zones().get(0);
    boolean isBelow = dns.wildcardZones().stream().anyMatch(name -> zone.endsWith("." + name));
    if (!isBelow && !dns.hostZones().contains(zone)) {
      throw new ConfigException("--host must be one of " + dns.zones() + ", was '" + host + "'");
    }
    return zone;
  }

  /** Notes when everything has been hashed. */
  private static final class Walk implements CatalogListener {
    private final CountDownLatch done = new CountDownLatch(1);

    @Override
    public void offered(OfferedTorrent torrent) {}

    @Override
    public void withdrawn(TorrentKey key) {}

    @Override
    public void settled() {
      done.countDown();
    }
  }
}
