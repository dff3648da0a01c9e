package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

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
import org.spillway.dns.transfer.Notifier;
import org.spillway.dns.tsig.TsigKeys;
import org.spillway.dns.update.Updates;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.signature.TorrentSigner;

/** The name server. Safe for use by many threads. */
public final class DnsFallback implements AutoCloseable {
  private static final System.Logger log = System.getLogger(DnsFallback.class.getName());

  /** Before a notification is sent again. */
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
    timer.scheduleWithFixedDelay(published::advance, 1, 1, TimeUnit.SECONDS);
    return this;
  }

  /**
   * Answers from now on, and publishes what the catalog offers from now on: to be called before the
   * catalog starts. What was published before the last end is answered with until the catalog has
   * looked at everything.
   *
   * @param stateDir holds the records; for this process alone
   * @throws IOException if the address cannot be taken, or a zone's key cannot be used; names the
   *     key or the file
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
   * Answers from what is published already and will be.
   *
   * @throws IOException if the address cannot be taken; names the key
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
      // By then whoever is told can ask.
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
   * The DS records that the parent zones have to hold, as lines of a zone file.
   *
   * @throws IOException if a zone has no key, or one that cannot be used; names the folder or the
   *     file
   */
  public static List<String> ds(DnsSettings settings) throws IOException {
    var folder = settings.dnssec().folder();
    List<String> lines = new ArrayList<>();
    for (String host : settings.hostZones()) {
      var origin = FallbackZone.origin(host);
      // Not made here: it might be in another folder than the server's.
      var keys =
          folder
              .findAll(origin)
              .orElseThrow(
                  () ->
                      new IOException(
                          "dns.dnssec: no key for %s in %s; the server makes it at its start"
                              .formatted(origin, settings.dnssec().keys())));
      keys.published().forEach(key -> lines.add(key.ds().toString()));
    }
    return lines;
  }

  /**
   * Makes a second key for each zone, which is published from the next start on.
   *
   * @return their DS records, as lines of a zone file
   * @throws IOException if a zone has no key or two already, or one that cannot be used; names the
   *     folder or the file
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
    // Nobody else needs all signatures.
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

  /** See {@link PublishedRecords#signWith}. */
  public void signWith(TorrentSigner signer) {
    published.signWith(signer);
  }

  /** Of UDP and TCP: the one that was taken, if the settings say 0. */
  public int port() {
    return listeners.port();
  }

  /**
   * The same answer as over TCP, for a message that came over HTTPS (RFC 8484): of any length, at
   * once, also after {@link #close}.
   *
   * @param query may be malformed
   * @return absent if nothing may be answered: to a response, and to less than a header
   */
  public Optional<byte[]> answer(byte[] query) {
    // Whose address it is matters over UDP alone, where it may be forged.
    var exchange = Exchange.of(query, Transport.HTTPS, InetAddress.getLoopbackAddress());
    responder.answer(exchange);
    return exchange.answerBytes();
  }

  public DnsStats stats() {
    return counters.stats(published.size(), responder.transferStats(), updates.stats());
  }

  /** Gives the port back and waits for the threads; answers under way may be lost. */
  @Override
  public void close() {
    endTimer();
    updates.close();
    notifier.close();
    listeners.close();
    published.close();
  }

  /** Without an interrupt, which would close a file that is written to. */
  private void endTimer() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
        log.log(DEBUG, "replacing parts takes its time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
