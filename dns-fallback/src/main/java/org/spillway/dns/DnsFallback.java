package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.Catalog;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.doh.DohServlet;
import org.spillway.dns.transfer.Notifier;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.update.Updates;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.signature.TorrentSigner;

/** The name server of the fallback zones. Safe for use by many threads. */
public final class DnsFallback implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DnsFallback.class.getName());

  /** The time before a notification is repeated for the first time. */
  private static final Duration NOTIFY_WAIT = Duration.ofSeconds(1);

  private final PublishedRecords published;
  private final Responder responder;
  private final Counters counters;
  private final Listeners listeners;
  private final Notifier notifier;
  private final Updates updates;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("dns-parts"));

  private DnsFallback(
      PublishedRecords published,
      Responder responder,
      Counters counters,
      Listeners listeners,
      Notifier notifier,
      Updates updates) {
    this.published = published;
    this.responder = responder;
    this.counters = counters;
    this.listeners = listeners;
    this.notifier = notifier;
    this.updates = updates;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer
  private DnsFallback started() {
    timer.scheduleWithFixedDelay(
        DaemonThreads.enduring("publishing of records", published::advance),
        1,
        1,
        TimeUnit.SECONDS);
    return this;
  }

  /**
   * Answers queries from now on, and publishes what the catalog offers from now on. Must be called
   * before the catalog starts. What was published before the last end is served until the catalog
   * has looked at everything.
   *
   * @param stateDir the folder that holds the records; no other process may use it
   * @throws IOException if an address cannot be used, or a zone's key cannot be used; the message
   *     names the setting or the file
   */
  public static DnsFallback start(DnsSettings settings, Path stateDir, Catalog catalog)
      throws IOException {
    var published =
        PublishedRecords.open(stateDir.resolve("dns"), settings.records(), InstantSource.system());
    try {
      var dns = start(settings, published);
      catalog.addListener(published);
      return dns;
    } catch (IOException e) {
      published.close();
      throw e;
    }
  }

  /**
   * Answers queries from records that others publish.
   *
   * @throws IOException if an address cannot be used; the message names the setting
   */
  public static DnsFallback start(DnsSettings settings, PublishedRecords published)
      throws IOException {
    var counters = new Counters();
    var zones =
        settings.hostZones().stream()
            .map(host -> new FallbackZone(host, settings.nameServers(), published))
            .toList();
    var signing = DnssecResponses.open(settings.dnssec(), zones, published);
    var guard = Guard.of(settings.guard());
    var responder = new Responder(zones, published, settings, signing, guard, counters);
    var listeners = Listeners.open(settings, responder, counters);
    try {
      log.log(
          INFO, "answering DNS on port {0,number,#} for {1}", listeners.port(), settings.zones());
      // Now the server answers those that are notified.
      var notifier = notifier(settings, zones, published, signing.zones().values());
      var updates = updates(settings, zones, published, notifier);
      return new DnsFallback(published, responder, counters, listeners, notifier, updates)
          .started();
    } catch (IOException e) {
      listeners.close();
      throw e;
    }
  }

  /**
   * Returns the DS records that the parent zones must hold, as lines of a zone file.
   *
   * @throws IOException if a zone has no key, or a key cannot be used; the message names the folder
   *     or the file
   */
  public static List<String> ds(DnsSettings settings) throws IOException {
    var folder = settings.dnssec().folder();
    List<String> lines = new ArrayList<>();
    for (String host : settings.hostZones()) {
      var origin = FallbackZone.origin(host);
      // No key is made here: the folder might be another one than the server's.
      var keys =
          folder
              .findAll(origin)
              .orElseThrow(
                  () ->
                      new IOException(
                          "dns.dnssec: there is no key for %s in %s; the server makes one when it starts"
                              .formatted(origin, settings.dnssec().keys())));
      keys.published().forEach(key -> lines.add(key.ds().toString()));
    }
    return lines;
  }

  /**
   * Makes a second key for each zone, which is published from the next start on.
   *
   * @return the DS records of these keys, as lines of a zone file
   * @throws IOException if a zone has no key or two keys already, or a key cannot be used; the
   *     message names the folder or the file
   */
  public static List<String> addKeys(DnsSettings settings) throws IOException {
    var folder = settings.dnssec().folder();
    List<String> lines = new ArrayList<>();
    for (String host : settings.hostZones()) {
      lines.add(folder.add(FallbackZone.origin(host)).ds().toString());
    }
    return lines;
  }

  private static Notifier notifier(
      DnsSettings settings,
      List<FallbackZone> zones,
      PublishedRecords published,
      Collection<SignedZone> signed)
      throws IOException {
    var transfer = settings.transfer();
    // Only secondaries need all signatures.
    var wanted = transfer.allowed().isEmpty() ? List.<SignedZone>of() : signed;
    var keys = new TsigKeys(transfer.keys(), InstantSource.system());
    var from = Listeners.addresses(settings);
    return Notifier.start(zones, published, wanted, transfer, keys, from, NOTIFY_WAIT);
  }

  private static Updates updates(
      DnsSettings settings, List<FallbackZone> zones, PublishedRecords published, Notifier notifier)
      throws IOException {
    try {
      return Updates.start(settings.update(), zones, published);
    } catch (IOException e) {
      notifier.close();
      throw e;
    }
  }

  /** Signs the torrents, see {@link PublishedRecords#signWith}. */
  public void signWith(TorrentSigner signer) {
    published.signWith(signer);
  }

  /** Returns the port of UDP and TCP, which the system chose if the settings say 0. */
  public int port() {
    return listeners.port();
  }

  /**
   * Answers a message that came over HTTPS (RFC 8484), as over TCP: at once, at any length, and
   * also after {@link #close}.
   *
   * @param query the message, which may be malformed
   * @return empty if the message must not be answered: it is a response, or shorter than a header
   */
  public Optional<byte[]> answer(byte[] query) {
    // The address matters over UDP only, where it may be forged.
    var exchange = Exchange.of(query, Transport.HTTPS, InetAddress.getLoopbackAddress());
    responder.answer(exchange);
    return exchange.answerBytes();
  }

  /**
   * Returns the servlet that takes queries over HTTPS (RFC 8484). It must be mapped with async
   * supported.
   */
  public HttpServlet servlet() {
    return new DohServlet(this::answer);
  }

  public DnsStats stats() {
    return counters.stats(published.size(), responder.transferStats(), updates.stats());
  }

  /** Stops to listen and waits for the threads; answers on their way may be lost. */
  @Override
  public void close() {
    endTimer();
    updates.close();
    notifier.close();
    listeners.close();
    published.close();
  }

  /** Ends the timer without an interrupt, which would close a file that is being written. */
  private void endTimer() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(DEBUG, "the last step of replacing parts did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
