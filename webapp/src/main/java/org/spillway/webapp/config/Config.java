package org.spillway.webapp.config;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.PublicUrls;
import org.spillway.dns.DnsSettings;
import org.spillway.negotiation.HostUrls;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.swarm.UploadSettings;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.PeerAddress;
import org.spillway.tracker.TrackerSettings;
import org.spillway.webapp.host.AddressWatch;
import org.spillway.webapp.host.DialScope;
import org.spillway.webapp.host.LocalAddresses;
import org.spillway.webapp.host.LocalNames;
import org.spillway.webapp.host.NamedSeeder;
import org.spillway.webapp.host.OwnTracker;
import org.spillway.webapp.host.OwnUrls;
import org.spillway.webapp.host.SeederAddresses;

/** The checked configuration: the settings of each module, and what follows from them together. */
public final class Config {
  private final CatalogSettings catalog;
  private final NegotiationSettings negotiation;
  private final boolean httpEnabled;
  private final HttpSettings http;
  private final boolean seederEnabled;
  private final EngineSettings seeder;
  private final UploadConfig upload;
  private final boolean trackerEnabled;
  private final TrackerSettings tracker;
  private final boolean dnsEnabled;
  private final boolean dohEnabled;
  private final boolean dnsSigned;
  private final DnsSettings dns;
  private final boolean adminEnabled;
  private final AdminSettings admin;
  private final LogFormat logFormat;
  private final SiteConfig site;
  private final PublicHost publicHost;
  private final Supplier<LocalAddresses> machine;

  /** Adds a mistake if content.root is not set, which a server cannot do without. */
  private static void requireRoot(Reading reading) {
    if (!reading.isSet(CatalogConfig.CONTENT_ROOT)) {
      reading.wrong(
          CatalogConfig.CONTENT_ROOT,
          "must be set to the folder or bucket that is offered; or name it on the command line:"
              + " spillway serve /srv");
    }
  }

  private Config(Reading reading, Supplier<LocalAddresses> machine) {
    this.machine = machine;
    site = SiteConfig.read(reading);
    http = HttpConfig.read(reading);
    publicHost = PublicHost.of(site.publicUrl(), http.host(), machine);
    catalog = CatalogConfig.read(reading);
    upload = UploadConfig.read(reading);
    negotiation = NegotiationConfig.read(reading).withPace(upload.rates().pace());
    httpEnabled = reading.value(HttpConfig.ENABLED);
    if (!httpEnabled && !reading.isSet(SiteConfig.PUBLIC_URL)) {
      reading.wrong(SiteConfig.PUBLIC_URL, "must be set if there is no HTTP server");
    }
    seederEnabled = reading.value(SeederConfig.ENABLED);
    var discovery = DiscoveryConfig.read(reading, catalog.stateDir());
    seeder = SeederConfig.read(reading).withDiscovery(discovery);
    trackerEnabled = reading.value(TrackerConfig.ENABLED);
    tracker = TrackerConfig.read(reading);
    dnsEnabled = reading.value(DnsConfig.ENABLED);
    dohEnabled = reading.value(DnsConfig.DOH);
    dnsSigned = reading.value(DnsConfig.SIGN);
    adminEnabled = reading.value(AdminConfig.ENABLED);
    admin = AdminConfig.read(reading);
    logFormat = reading.value(LogConfig.FORMAT);
    dns = dnsEnabled ? DnsConfig.read(reading, publicHost.zoneHosts()) : DnsSettings.DEFAULT;
  }

  /**
   * Returns the state folder alone, for a command that needs nothing else.
   *
   * @throws ConfigException if there is a mistake in the values of single keys
   */
  public static Path stateDir(Values values) throws ConfigException {
    var reading = new Reading(values);
    reading.throwIfWrong();
    return CatalogConfig.stateDir(reading);
  }

  /**
   * Returns the price of a gigabyte, if there is one.
   *
   * @throws ConfigException if there is a mistake in the values of single keys
   */
  public static Optional<BigDecimal> pricePerGb(Values values) throws ConfigException {
    var reading = new Reading(values);
    reading.throwIfWrong();
    return reading.given(AdminConfig.PRICE_PER_GB);
  }

  /**
   * Checks all values and their combination. Opens no port and no file.
   *
   * @throws ConfigException if there is a mistake; the message names all of them
   */
  public static Config of(Values values) throws ConfigException {
    return of(values, AddressWatch.ofThisMachine());
  }

  /**
   * Checks all values and their combination.
   *
   * @param machine the addresses of this machine
   * @throws ConfigException if there is a mistake; the message names all of them
   */
  static Config of(Values values, Supplier<LocalAddresses> machine) throws ConfigException {
    var reading = new Reading(values);
    var config = new Config(reading, machine);
    requireRoot(reading);
    EqualPorts.check(reading, true);
    reading.throwIfWrong();
    return config;
  }

  /**
   * Checks the configuration within a servlet container, whose port is not known.
   *
   * @throws ConfigException if there is a mistake; the message names all of them
   */
  public static Config ofContainer(Values values) throws ConfigException {
    var reading = new Reading(values);
    var config = new Config(reading, AddressWatch.ofThisMachine());
    requireRoot(reading);
    EqualPorts.check(reading, false);
    if (!reading.isSet(SiteConfig.PUBLIC_URL)) {
      reading.wrong(
          SiteConfig.PUBLIC_URL, "must be set in a servlet container, whose port is not known");
    }
    if (config.adminEnabled) {
      reading.wrong(
          AdminConfig.ENABLED,
          "must be false in a servlet container, which has pages for operators of its own");
    }
    reading.throwIfWrong();
    return config;
  }

  /**
   * Checks all values and their combination, as {@link #of(Values)} does. But content.root need not
   * be set, because serve takes it as an argument as well.
   *
   * @throws ConfigException if there is a mistake; the message names all of them
   */
  public static void check(Values values) throws ConfigException {
    var reading = new Reading(values);
    var unused = new Config(reading, AddressWatch.ofThisMachine());
    EqualPorts.check(reading, true);
    reading.throwIfWrong();
  }

  public CatalogSettings catalog() {
    return catalog;
  }

  public NegotiationSettings negotiation() {
    return negotiation;
  }

  /** Returns the limiters, which are the same each time, because the servers share them. */
  UploadRates rates() {
    return upload.rates();
  }

  public boolean httpEnabled() {
    return httpEnabled;
  }

  public HttpSettings http() {
    return http;
  }

  public boolean seederEnabled() {
    return seederEnabled;
  }

  public EngineSettings seeder() {
    return seeder;
  }

  /** Returns how long the server may go on for swarms that depend on it when it is told to stop. */
  public Duration shutdownGrace() {
    return site.shutdownGrace();
  }

  public Duration uploadGrace() {
    return upload.grace();
  }

  public UploadLimits uploadLimits() {
    return upload.seeder();
  }

  public UploadSettings upload() {
    return upload.settings();
  }

  public boolean trackerEnabled() {
    return trackerEnabled;
  }

  public TrackerSettings tracker() {
    return tracker;
  }

  public boolean dnsEnabled() {
    return dnsEnabled;
  }

  /** Returns whether DNS, if it is enabled, is answered over HTTP as well. */
  public boolean dohEnabled() {
    return dohEnabled;
  }

  public DnsSettings dns() {
    return dns;
  }

  public boolean adminEnabled() {
    return adminEnabled;
  }

  public LogFormat logFormat() {
    return logFormat;
  }

  public AdminSettings admin() {
    return admin;
  }

  /** Returns whether records are signed with the key of HTTPS, if there is one. */
  public boolean dnsSigned() {
    return dnsSigned;
  }

  /** Returns the hosts whose files have records, in lower case. */
  public List<String> recordHosts() {
    var hosts = new ArrayList<>(dns.zones());
    hosts.add(publicHost.host().toLowerCase(Locale.ROOT));
    return hosts;
  }

  /** Returns the URLs in torrents, links and records, as the ports are known now. */
  public PublicUrls publicUrls(Ports ports) {
    String base = publicHost.base(ports.http().orElse(http.port()));
    return publicUrls(base, publicHost.host(), ports);
  }

  private PublicUrls publicUrls(String base, String host, Ports ports) {
    String ours = base + negotiation.seedPath() + PublicUrls.VERSIONS;
    var seeds = site.seedUrls().isEmpty() ? List.of(ours) : texts(site.seedUrls());
    return new PublicUrls(
        URI.create(base), announceTiers(base, host, ports), seeds, site.mirrors());
  }

  private static List<String> texts(List<URI> urls) {
    return urls.stream().map(URI::toString).toList();
  }

  /**
   * Returns the URLs that one client is told instead; there are none if {@code public-url} is set.
   */
  public HostUrls hostUrls(Ports ports) {
    if (publicHost.isConfigured()) {
      return HostUrls.NONE;
    }
    var addresses = publicHost.addresses();
    return new OwnUrls(
        addresses,
        LocalNames.lookUp(addresses.get().reachable()),
        ports.http().orElse(http.port()),
        ports.https(),
        origin -> publicUrls(origin.toString(), origin.host(), ports));
  }

  /**
   * Returns the ports in torrents as they are configured, without taking them. A port of 0 is left
   * out.
   */
  public Ports configuredPorts() {
    var ports = new Ports();
    if (trackerEnabled && tracker.udpPort() > 0) {
      ports.trackerUdp(tracker.udpPort());
    }
    return ports;
  }

  /**
   * Returns the announce URLs, of which each is a tier of its own, so that a client goes on to the
   * next if one is down.
   */
  private List<List<String>> announceTiers(String base, String host, Ports ports) {
    if (!site.trackerUrls().isEmpty()) {
      return texts(site.trackerUrls()).stream().map(List::of).toList();
    }
    List<List<String>> tiers = new ArrayList<>();
    if (trackerEnabled && httpEnabled) {
      tiers.add(List.of(base + "/announce"));
    }
    if (trackerEnabled) {
      ports.trackerUdp().ifPresent(port -> tiers.add(List.of("udp://" + host + ":" + port)));
    }
    if (trackerEnabled && httpEnabled && tracker.webSocket().enabled()) {
      // Last: clients that do not speak it go no further when another tracker answers.
      tiers.add(List.of(base.replaceFirst("^http", "ws") + "/announce"));
    }
    return tiers;
  }

  /**
   * Returns the announce URLs in torrents that are not those of this server's tracker, so that the
   * seeder has to announce there. Those of WebSocket trackers are left out, because the seeder does
   * not speak WebRTC. May look up names.
   */
  public List<String> externalTrackers(Ports ports) {
    var urls = site.trackerUrls().stream().filter(url -> !url.getScheme().startsWith("ws"));
    if (!trackerEnabled) {
      return texts(urls.toList());
    }
    var listening = LocalAddresses.listening(tracker.host(), machine).get();
    return OwnTracker.of(publicHost.host(), publicHost.ports(ports), ports.trackerUdp(), listening)
        .others(urls.toList());
  }

  /**
   * Returns the addresses of the built-in seeder that a client of the tracker is told, by the
   * client's address.
   */
  public Function<InetAddress, List<PeerAddress>> seederAddresses(Ports ports) {
    if (ports.seeder().isEmpty()) {
      return client -> List.of();
    }
    int port = ports.seeder().getAsInt();
    if (site.seederHost().isEmpty() && !publicHost.isConfigured()) {
      return new SeederAddresses(LocalAddresses.listening(seeder.host(), machine), port);
    }
    return NamedSeeder.of(
        site.seederHost().isEmpty() ? publicHost.host() : site.seederHost(), port);
  }

  /** Returns the addresses of leechers that the seeder may dial. */
  public DialScope dialScope() {
    return DialScope.of(publicHost.host());
  }

  /** Logs at the start the URLs that others are told, and warns of those that may be wrong. */
  public void tellPublicUrl(Ports ports) {
    publicHost.tell(ports, !http.trustedProxies().isEmpty());
  }
}
