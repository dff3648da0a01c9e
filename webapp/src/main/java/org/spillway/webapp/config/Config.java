package org.spillway.webapp.config;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.PublicUrls;
import org.spillway.dns.DnsSettings;
import org.spillway.negotiation.HostUrls;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.seeder.SeederSettings;
import org.spillway.seeder.UploadLimits;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.UploadGoal;
import org.spillway.swarm.UploadSettings;
import org.spillway.torrent.PeerAddress;
import org.spillway.tracker.TrackerSettings;
import org.spillway.webapp.host.AddressWatch;
import org.spillway.webapp.host.DialScope;
import org.spillway.webapp.host.LocalAddresses;
import org.spillway.webapp.host.LocalNames;
import org.spillway.webapp.host.NamedSeeder;
import org.spillway.webapp.host.OwnUrls;
import org.spillway.webapp.host.SeederAddresses;

/** The configuration, checked: each module's settings, and what ties them together. */
public final class Config {
  private final CatalogSettings catalog;
  private final UploadRates rates;
  private final NegotiationSettings negotiation;
  private final boolean httpEnabled;
  private final HttpSettings http;
  private final boolean seederEnabled;
  private final SeederSettings seeder;
  private final String seederPublicHost;
  private final UploadSettings upload;
  private final UploadLimits uploadLimits;
  private final Duration uploadGrace;
  private final boolean trackerEnabled;
  private final TrackerSettings tracker;
  private final List<String> trackerUrls;
  private final boolean dnsEnabled;
  private final boolean dohEnabled;
  private final boolean dnsSigned;
  private final DnsSettings dns;
  private final PublicHost publicHost;
  private final Supplier<LocalAddresses> machine;
  private final List<String> seedUrls;
  private final List<Mirror> mirrors;

  private Config(Values values, Supplier<LocalAddresses> machine) throws ConfigException {
    this.machine = machine;
    publicHost = PublicHost.read(values, machine);
    catalog = CatalogConfig.read(values);
    rates = UploadRates.read(values);
    negotiation = HttpConfig.negotiation(values).withPace(rates.pace());
    httpEnabled = values.flag(Key.HTTP_ENABLED);
    http = HttpConfig.server(values);
    seederEnabled = values.flag(Key.SEEDER_ENABLED);
    seeder = seeder(values);
    seederPublicHost = values.text(Key.SEEDER_PUBLIC_HOST);
    upload =
        new UploadSettings(
            values.oneOf(Key.UPLOAD_GOAL, UploadGoal.class),
            values.number(Key.UPLOAD_COPIES, 1, 1000));
    uploadGrace = values.duration(Key.UPLOAD_GRACE);
    uploadLimits =
        new UploadLimits(
            rates.seeder(),
            rates.perTorrent(),
            rates.perPeer(),
            values.number(Key.SEEDER_UPLOAD_SLOTS, 0, 1_000_000),
            values.oneOf(Key.SEEDER_CHOKER, ChokerOrder.class));
    trackerEnabled = values.flag(Key.TRACKER_ENABLED);
    tracker = TrackerConfig.read(values);
    trackerUrls = values.urls(Key.TRACKER_PUBLIC_URLS, "http", "https", "udp", "ws", "wss");
    dnsEnabled = values.flag(Key.DNS_ENABLED);
    dohEnabled = values.flag(Key.DNS_DOH);
    dnsSigned = values.flag(Key.DNS_SIGN);
    dns =
        dnsEnabled
            ? DnsConfig.read(values, publicHost.zoneHosts(), catalog.stateDir())
            : DnsSettings.DEFAULT;
    seedUrls = values.urls(Key.HTTP_SEED_URLS, "http", "https");
    mirrors = CatalogConfig.mirrors(values);
  }

  /**
   * @throws ConfigException for a value that cannot be; names its key
   */
  public static Config of(Values values) throws ConfigException {
    return of(values, AddressWatch.ofThisMachine());
  }

  /**
   * @param machine the addresses of this machine
   * @throws ConfigException for a value that cannot be; names its key
   */
  public static Config of(Values values, Supplier<LocalAddresses> machine) throws ConfigException {
    try {
      return new Config(values, machine);
    } catch (IllegalArgumentException e) {
      // The settings of the modules name their keys themselves.
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static SeederSettings seeder(Values values) throws ConfigException {
    return SeederSettings.DEFAULT
        .withHost(values.text(Key.SEEDER_HOST))
        .withPort(values.port(Key.SEEDER_PORT))
        .withUtp(values.flag(Key.SEEDER_UTP))
        .withIdleTimeout(values.duration(Key.SEEDER_IDLE_TIMEOUT))
        .withMaxConnections(values.number(Key.SEEDER_MAX_CONNECTIONS, 1, 1_000_000))
        .withMaxConnectionsPerAddress(
            values.number(Key.SEEDER_MAX_CONNECTIONS_PER_ADDRESS, 1, 1_000_000));
  }

  /** Without a port of our own there is no URL to fall back on. */
  public void requirePublicUrl(String where) throws ConfigException {
    if (!publicHost.isConfigured()) {
      throw new ConfigException(Key.PUBLIC_URL + ": must be set " + where);
    }
  }

  public CatalogSettings catalog() {
    return catalog;
  }

  public NegotiationSettings negotiation() {
    return negotiation;
  }

  /** The same limiters each time: the doors share them. */
  UploadRates rates() {
    return rates;
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

  public SeederSettings seeder() {
    return seeder;
  }

  /** How long the server may go on for swarms that depend on it when it is told to stop. */
  public Duration uploadGrace() {
    return uploadGrace;
  }

  public UploadLimits uploadLimits() {
    return uploadLimits;
  }

  public UploadSettings upload() {
    return upload;
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

  /** Whether DNS, if it is enabled, is answered over HTTP as well. */
  public boolean dohEnabled() {
    return dohEnabled;
  }

  public DnsSettings dns() {
    return dns;
  }

  /** Whether records are signed with the key of HTTPS, if there is one. */
  public boolean dnsSigned() {
    return dnsSigned;
  }

  /** The hosts whose files have records, in lower case. */
  public List<String> recordHosts() {
    var hosts = new ArrayList<>(dns.zones());
    hosts.add(publicHost.host().toLowerCase(Locale.ROOT));
    return hosts;
  }

  /** What goes into torrents, links and records, now that the ports are known. */
  public PublicUrls publicUrls(Ports ports) {
    String base = publicHost.base(ports.http().orElse(http.port()));
    return publicUrls(base, publicHost.host(), ports);
  }

  private PublicUrls publicUrls(String base, String host, Ports ports) {
    String ours = base + negotiation.seedPath() + PublicUrls.VERSIONS;
    var seeds = seedUrls.isEmpty() ? List.of(ours) : seedUrls;
    return new PublicUrls(URI.create(base), announceTiers(base, host, ports), seeds, mirrors);
  }

  /** What goes into the answer to one request instead; nothing if {@code public-url} is set. */
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

  /** Those that stand in torrents, without taking any; a port that is 0 is not known. */
  public Ports configuredPorts() {
    var ports = new Ports();
    if (trackerEnabled && tracker.udpPort() > 0) {
      ports.trackerUdp(tracker.udpPort());
    }
    return ports;
  }

  /** Each URL is a tier of its own, so that a client goes on to the next when one is down. */
  private List<List<String>> announceTiers(String base, String host, Ports ports) {
    if (!trackerUrls.isEmpty()) {
      return trackerUrls.stream().map(List::of).toList();
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

  /** Where a client of the tracker finds the built-in seeder, by the client's address. */
  public Function<InetAddress, List<PeerAddress>> seederAddresses(Ports ports) {
    if (ports.seeder().isEmpty()) {
      return client -> List.of();
    }
    int port = ports.seeder().getAsInt();
    if (seederPublicHost.isEmpty() && !publicHost.isConfigured()) {
      return new SeederAddresses(LocalAddresses.listening(seeder.host(), machine), port);
    }
    return NamedSeeder.of(seederPublicHost.isEmpty() ? publicHost.host() : seederPublicHost, port);
  }

  /** Where the seeder may connect to, as the tracker hears of leechers there. */
  public DialScope dialScope() {
    return DialScope.of(publicHost.host());
  }

  /** Logs at the start which URLs others are told, and what may be wrong with them. */
  public void tellPublicUrl(Ports ports) {
    publicHost.tell(ports, !http.trustedProxies().isEmpty());
  }
}
