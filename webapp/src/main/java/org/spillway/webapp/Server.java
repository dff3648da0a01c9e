package org.spillway.webapp;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.dns.DnsFallback;
import org.spillway.negotiation.WebSeedPolicy;
import org.spillway.net.DaemonThreads;
import org.spillway.seeder.Seeder;
import org.spillway.swarm.ReportedTraffic;
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.tracker.BuiltInSeeder;
import org.spillway.tracker.Standing;
import org.spillway.tracker.Tracker;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.Ports;
import org.spillway.webapp.config.UploadConfig;
import org.spillway.webapp.http.HttpServer;
import org.spillway.webapp.http.JettyServer;
import org.spillway.webapp.http.RecordSigning;
import org.spillway.webapp.http.WellKnownServlet;
import org.spillway.webapp.metrics.StatsSource;
import org.spillway.webapp.usage.UsageJournal;
import org.spillway.webapp.usage.UsageReport;

/**
 * A running Spillway: the catalog and the four servers that offer it, opened in the order in which
 * they stand here and closed in reverse order. It is the same within a servlet container and
 * without one.
 */
public final class Server implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Server.class.getName());

  /** The time between two looks at the downloads that go on, in milliseconds. */
  private static final long DRAIN_LOOK = 20;

  private final Config config;
  private final HttpServer http;
  private final UploadPolicy policy;
  private final SendBuffers memory = SendBuffers.ofThisJvm();
  private final ReportedTraffic traffic = new ReportedTraffic();
  private final Ports ports = new Ports();
  private final Map<String, HttpServlet> servlets = new HashMap<>();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private LongSupplier sentToPeers = () -> 0;
  private Optional<Seeder> seeding = Optional.empty();
  private Optional<Tracker> tracking = Optional.empty();
  private Optional<DnsFallback> naming = Optional.empty();
  private volatile boolean stopping;
  private @Nullable Catalog offered;

  private Server(Config config, HttpServer http) {
    this.config = config;
    this.http = http;
    this.policy = new UploadPolicy(config.upload(), System::nanoTime);
  }

  /**
   * Opens the catalog and the servers.
   *
   * @param http the HTTP server, which has taken its port already and is closed with this server
   * @throws IOException if a port, a folder or an address cannot be used; the message names the
   *     key. Nothing stays open then
   */
  public static Server start(Config config, HttpServer http) throws IOException {
    var server = new Server(config, http);
    try {
      server.open();
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Makes the HTTP server that is configured, and takes its port. */
  public static HttpServer bindHttp(Config config) throws IOException {
    return config.httpEnabled() ? JettyServer.bind(config.http()) : HttpServer.none();
  }

  private void open() throws IOException {
    closing.push(http::close);
    ports.http(http.port());
    http.tlsPort().ifPresent(ports::https);
    config.tellPublicUrl(ports);
    var catalog = Catalog.open(config.catalog());
    offered = catalog;
    closing.push(catalog::close);
    var journal =
        UsageJournal.start(
            UsageReport.folder(config.catalog().stateDir()),
            catalog.usage(),
            new ReportedUsage(traffic, hash -> pathOf(catalog, hash), catalog.usage()));
    closing.push(journal::close);
    Optional<Seeder> seeder = openSeeder(catalog);
    openTracker(
        catalog,
        seeder.map(this::builtIn).orElse(BuiltInSeeder.NONE),
        (hash, peer) -> seeder.ifPresent(open -> open.meet(hash, peer)));
    seeder.ifPresent(open -> announce(catalog, open));
    openDns(catalog);
    catalog.start(config.publicUrls(ports));
    closing.push(HashingNews.start(catalog::stats, catalog::isSettled)::close);
    servlets.put("/.well-known/spillway", new WellKnownServlet(ports));
    var negotiation =
        config.negotiation().withWebSeed(webSeed()).withHostUrls(config.hostUrls(ports));
    http.open(catalog, negotiation, servlets, memory);
    // Taken first, but first to be closed as well: nobody is to ask a catalog that is closing.
    closing.push(http::close);
    closing.push(this::leaveACopy);
  }

  /**
   * Waits until the peers have the pieces that only this server has. Nothing is closed yet, so they
   * get them as before.
   */
  private void leaveACopy() {
    var grace = config.uploadGrace();
    if (grace.isZero() || policy.isCarried()) {
      return;
    }
    log.log(
        INFO,
        "peers lack pieces that only this server has: it stops in {0} s at the latest ({1})",
        grace.toSeconds(),
        UploadConfig.GRACE);
    try {
      boolean isCarried = policy.awaitCarried(grace);
      log.log(INFO, isCarried ? "the peers have all pieces now" : "peers still lack pieces");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Seeder> openSeeder(Catalog catalog) throws IOException {
    if (!config.seederEnabled()) {
      return Optional.empty();
    }
    Seeder seeder = Seeder.start(config.seeder(), config.uploadLimits(), catalog, policy, memory);
    closing.push(seeder::close);
    ports.seeder(seeder.port());
    sentToPeers = () -> seeder.stats().bytesSent();
    seeding = Optional.of(seeder);
    return Optional.of(seeder);
  }

  /**
   * Returns the policy of the web seed: it leaves clients to the seeder that serves them. Without a
   * seeder, all clients get what they ask for.
   */
  private WebSeedPolicy webSeed() {
    return config.seederEnabled() ? new SharedUpload(policy) : WebSeedPolicy.SEND;
  }

  /**
   * @param leechers is told of leechers that the seeder could dial
   */
  private void openTracker(
      Catalog catalog, BuiltInSeeder builtIn, BiConsumer<InfoHash, PeerAddress> leechers)
      throws IOException {
    if (config.trackerEnabled()) {
      var listener = new SwarmNews(policy, leechers, traffic, config.dialScope());
      Tracker tracker =
          Tracker.start(config.tracker(), hash -> standing(catalog, hash), builtIn, listener);
      closing.push(tracker::close);
      tracking = Optional.of(tracker);
      tracker.udpPort().ifPresent(ports::trackerUdp);
      servlets.put("/announce", tracker.servlet());
      servlets.put("/scrape", tracker.servlet());
      http.track(tracker);
    }
  }

  /** Announces the torrents to the trackers in them that are not ours, if there are any. */
  private void announce(Catalog catalog, Seeder seeder) {
    var trackers = config.externalTrackers(ports);
    if (!trackers.isEmpty()) {
      var announcements = OfferAnnouncements.start(catalog, seeder, trackers, config.dialScope());
      closing.push(announcements::close);
    }
  }

  private static Optional<String> pathOf(Catalog catalog, InfoHash infoHash) {
    return catalog.byInfoHash(infoHash).map(torrent -> torrent.key().path());
  }

  private static Standing standing(Catalog catalog, InfoHash infoHash) {
    // Asked first: what is not offered after that is foreign.
    boolean settled = catalog.isSettled();
    if (catalog.mayOffer(infoHash)) {
      return Standing.OURS;
    }
    return settled ? Standing.FOREIGN : Standing.NOT_KNOWN_YET;
  }

  private BuiltInSeeder builtIn(Seeder seeder) {
    return new BuiltInSeeder(seeder.peerId(), config.seederAddresses(ports));
  }

  private void openDns(Catalog catalog) throws IOException {
    if (config.dnsEnabled()) {
      DnsFallback dns = DnsFallback.start(config.dns(), config.catalog().stateDir(), catalog);
      closing.push(dns::close);
      naming = Optional.of(dns);
      ports.dns(dns.port());
      http.followIdentity(identity -> RecordSigning.of(config).use(identity, dns::signWith));
      if (config.dohEnabled()) {
        servlets.put("/dns-query", dns.servlet());
      }
    }
  }

  /**
   * Warns if the torrents in DNS lead to this host alone. Returns at once: a name can take seconds
   * to be looked up.
   */
  public void tellFallbackReach() {
    if (config.dnsEnabled()) {
      var reach =
          new FallbackReach(
              config.dns().zones(), config.publicUrls(ports), InetAddress::getAllByName);
      DaemonThreads.single(
              "fallback-reach",
              () -> reach.warning().ifPresent(warning -> log.log(WARNING, warning)))
          .start();
    }
  }

  /** Takes no further connections over HTTP; those that are open go on. */
  public void refuse() {
    stopping = true;
    http.refuse();
  }

  /**
   * Waits until the files that are being sent over HTTP are sent, for {@code shutdown.grace} at
   * most.
   *
   * @throws InterruptedException if the thread is interrupted, which ends the wait
   */
  public void drain() throws InterruptedException {
    long start = System.nanoTime();
    while (downloads() > 0 && System.nanoTime() - start < config.shutdownGrace().toNanos()) {
      TimeUnit.MILLISECONDS.sleep(DRAIN_LOOK);
    }
  }

  /** Returns the number of files and parts of files that are being sent over HTTP now. */
  public int downloads() {
    return http.stats().transfers();
  }

  /** Returns whether the server was told to stop. */
  public boolean isStopping() {
    return stopping;
  }

  /** Returns the counters of all parts; they can be read until the server is closed. */
  public StatsSource stats() {
    return new ServerStats(
        Objects.requireNonNull(offered), http, traffic, seeding, tracking, naming);
  }

  public Ports ports() {
    return ports;
  }

  /** Returns the bytes that were sent until now, also after the server was closed. */
  public UploadTotals uploads() {
    var answered = http.stats();
    return new UploadTotals(
        answered.plain().total(),
        answered.webSeed().total(),
        sentToPeers.getAsLong(),
        traffic.total());
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().run();
      } catch (RuntimeException e) {
        // The others must be closed as well.
        log.log(WARNING, "closing", e);
      }
    }
  }
}
