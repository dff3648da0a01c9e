package org.spillway.webapp;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.PublicUrls;
import org.spillway.dns.DnsFallback;
import org.spillway.negotiation.TorrentFilter;
import org.spillway.seeder.Seeder;
import org.spillway.tracker.PeerListener;
import org.spillway.tracker.Tracker;

/**
 * A running Spillway: the catalog and the four doors that it is offered at, opened in the order in
 * which they stand here and closed in reverse. The same within a servlet container and without.
 */
final class Server implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Server.class.getName());

  private final Config config;
  private final Ports ports = new Ports();
  private final Map<String, HttpServlet> servlets = new HashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private Server(Config config) {
    this.config = config;
  }

  /**
   * @param front has taken its port already; it is closed with the server
   * @throws IOException if a port, a folder or an address cannot be used; names the key. Nothing
   *     stays open then
   */
  static Server start(Config config, HttpFront front) throws IOException {
    var server = new Server(config);
    try {
      server.open(front);
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open(HttpFront front) throws IOException {
    config.warnIfLocal();
    opened.push(front);
    ports.http(front.port());
    Catalog catalog = opening(Catalog.open(config.catalog()));
    PeerListener leechers = openSeeder(catalog);
    openTracker(catalog, leechers);
    openDns(catalog);
    catalog.start(config.publicUrls(ports));
    servlets.put("/.well-known/spillway", new WellKnownServlet(ports));
    servlets.put("/", new NotFoundServlet());
    front.open(new TorrentFilter(catalog, config.negotiation()), servlets);
  }

  /** What the tracker tells of each leecher goes to the seeder, which dials it. */
  private PeerListener openSeeder(Catalog catalog) throws IOException {
    if (!config.seederEnabled()) {
      return (infoHash, leecher) -> {};
    }
    Seeder seeder = opening(Seeder.start(config.seeder(), catalog));
    ports.seeder(seeder.port());
    return seeder::meet;
  }

  private void openTracker(Catalog catalog, PeerListener leechers) throws IOException {
    if (config.trackerEnabled()) {
      var seeders = config.seederAddresses(ports);
      Tracker tracker =
          opening(Tracker.start(config.tracker(), catalog::offers, seeders, leechers));
      tracker.udpPort().ifPresent(ports::trackerUdp);
      servlets.put("/announce", tracker.servlet());
      servlets.put("/scrape", tracker.servlet());
    }
  }

  private void openDns(Catalog catalog) throws IOException {
    if (config.dnsEnabled()) {
      DnsFallback dns = opening(DnsFallback.start(config.dns(), catalog));
      ports.dns(dns.port());
    }
  }

  private <T extends AutoCloseable> T opening(T part) {
    opened.push(part);
    return part;
  }

  Ports ports() {
    return ports;
  }

  PublicUrls urls() {
    return config.publicUrls(ports);
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      var part = opened.pop();
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable's own signature; the others must be closed as well
        log.log(WARNING, "closing " + part.getClass().getSimpleName(), e);
      }
    }
  }
}
