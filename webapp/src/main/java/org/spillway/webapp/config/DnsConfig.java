package org.spillway.webapp.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.spillway.dns.DnsSettings;
import org.spillway.dns.TcpSettings;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.net.AddressBlock;
import org.spillway.torrent.fallback.FallbackProfile;

/** The keys of the name server, without those of other name servers. */
public final class DnsConfig {
  private static final DnsSettings DEFAULT = DnsSettings.DEFAULT;
  private static final RecordSettings RECORDS = DEFAULT.records();
  private static final TcpSettings TCP = DEFAULT.tcp();
  private static final RateLimitSettings RATE = DEFAULT.guard().rateLimit();

  public static final Key<Boolean> ENABLED =
      Key.of("dns.enabled", Kinds.flag(), true, "whether to answer for _torrent.HOST");

  public static final Key<List<String>> HOST =
      Key.of(
          "dns.host",
          Kinds.list(Kinds.text("an address")),
          DEFAULT.hosts(),
          "addresses that the name server listens on; if the machine has several, name those that"
              + " the zone is delegated to");

  public static final Key<Integer> PORT =
      Key.of(
          "dns.port",
          Kinds.port(),
          DEFAULT.port(),
          "UDP and TCP port of the name server; 0 takes a free one");

  public static final Key<Boolean> DOH =
      Key.of(
          "dns.doh",
          Kinds.flag(),
          true,
          "whether the HTTP server answers DNS queries at /dns-query (RFC 8484)");

  public static final Key<Boolean> SIGN =
      Key.of(
          "dns.sign",
          Kinds.flag(),
          true,
          "whether the torrents in DNS are signed with http.tls-key, if it is set");

  public static final Key<List<String>> ZONE =
      Key.of(
          "dns.zone",
          Kinds.list(
              Kinds.checked(
                  "a host name such as dl.example.org or *.example.org",
                  text -> DEFAULT.withZones(List.of(text)).zones().get(0),
                  text -> text)),
          List.of(),
          "hosts whose _torrent zone is served; *.HOST means all hosts below HOST; default: the"
              + " host of public-url, or else localhost and the address that is used in its place");

  static final Key<List<String>> NAME_SERVERS =
      Key.of(
          "dns.name-servers",
          Kinds.list(
              Kinds.checked(
                  "a host name such as ns1.example.org",
                  text -> DEFAULT.withNameServers(List.of(text)).nameServers().get(0),
                  text -> text)),
          DEFAULT.nameServers(),
          "names of the zones' servers, the primary first; default: ns.HOST");

  static final Key<Duration> TTL =
      Key.of(
          "dns.ttl",
          Times.between(Duration.ZERO, Duration.ofSeconds(Integer.MAX_VALUE)),
          RECORDS.ttl(),
          "time to live of the records");

  static final Key<Integer> TCP_CONNECTIONS =
      Key.of(
          "dns.tcp-connections",
          Kinds.number(1, Integer.MAX_VALUE),
          TCP.connections(),
          "TCP connections open at a time; more are closed at once");

  static final Key<Integer> TCP_CONNECTIONS_PER_CLIENT =
      Key.of(
          "dns.tcp-connections-per-client",
          Kinds.number(1, Integer.MAX_VALUE),
          TCP.perClient(),
          "TCP connections open at a time from one address");

  static final Key<Duration> TCP_IDLE =
      Key.of(
          "dns.tcp-idle",
          Times.between(Duration.ofMillis(1), TcpSettings.MAX_IDLE),
          TCP.idle(),
          "how long a TCP connection may be idle before it is closed");

  static final Key<String> VERSION =
      Key.of(
          "dns.version",
          Kinds.checked(
              "a text of at most 255 bytes",
              text -> DEFAULT.withVersion(text).version(),
              text -> text),
          DEFAULT.version(),
          "answer to the query for version.bind; empty: the query is refused");

  static final Key<List<String>> COOKIE_SECRETS =
      Key.of(
              "dns.cookie-secrets",
              Kinds.list(Kinds.checked("32 hex digits", DnsConfig::cookieSecret, s -> s)),
              DEFAULT.guard().cookieSecrets(),
              "secrets of DNS cookies, the same on all servers of a zone: the current one, then the"
                  + " previous one; empty: a random one")
          .secret();

  static final Key<Integer> RATE_LIMIT =
      Key.of(
          "dns.rate-limit",
          Kinds.number(0, Integer.MAX_VALUE),
          RATE.rate(),
          "UDP answers a second to each network whose clients send no cookie; 0 = no limit");

  static final Key<Long> RATE_BYTES =
      Key.of(
          "dns.rate-bytes",
          Kinds.bytes(0, Integer.MAX_VALUE),
          RATE.bytes(),
          "bytes a second of UDP answers to each of these networks beyond three times the length of"
              + " their queries; answers beyond that are sent truncated, so that clients come by"
              + " TCP");

  static final Key<Integer> RATE_SLIP =
      Key.of(
          "dns.rate-slip",
          Kinds.number(0, 100),
          RATE.slip(),
          "every Nth answer over the limit is sent truncated instead of dropped; 0 = all are"
              + " dropped");

  static final Key<Integer> RATE_PREFIX_V4 =
      Key.of(
          "dns.rate-prefix-v4",
          Kinds.number(1, 32),
          RATE.prefixV4(),
          "prefix length of the IPv4 networks that share one limit");

  static final Key<Integer> RATE_PREFIX_V6 =
      Key.of(
          "dns.rate-prefix-v6",
          Kinds.number(1, 128),
          RATE.prefixV6(),
          "prefix length of the IPv6 networks that share one limit");

  static final Key<List<AddressBlock>> RATE_EXEMPT =
      Key.of(
          "dns.rate-exempt",
          Kinds.list(Kinds.addressBlock()),
          RATE.exempt(),
          "addresses and blocks that have no limit");

  static final Key<Long> MAX_TORRENT =
      Key.of(
          "dns.max-torrent",
          Kinds.bytes(0, Integer.MAX_VALUE),
          (long) RECORDS.maxTorrent(),
          "size in bytes above which DNS has a magnet link instead of the .torrent; a .torrent of"
              + " more than 44000 bytes is split over several names");

  static final Key<FallbackProfile> PROFILE =
      Key.of(
          "dns.profile",
          Kinds.oneOf(FallbackProfile.class),
          RECORDS.profile(),
          "size of records; portable keeps them as small as hosted DNS services require");

  static final Key<Boolean> DNSSEC =
      Key.of(
          "dns.dnssec",
          Kinds.flag(),
          DEFAULT.dnssec().enabled(),
          "whether the zones are signed, with keys kept in state-dir; zone --ds prints their DS");

  static final Key<List<Integer>> DNSSEC_SIGNING_KEY =
      Key.of(
          "dns.dnssec-signing-key",
          Kinds.list(Kinds.number(0, 65_535)),
          List.copyOf(DEFAULT.dnssec().signing()),
          "tag of the key that signs, if a zone has two keys; the other key is only published");

  static final List<Key<?>> KEYS =
      Stream.concat(
              Stream.of(
                  ENABLED,
                  HOST,
                  PORT,
                  DOH,
                  SIGN,
                  ZONE,
                  NAME_SERVERS,
                  TTL,
                  TCP_CONNECTIONS,
                  TCP_CONNECTIONS_PER_CLIENT,
                  TCP_IDLE,
                  VERSION,
                  COOKIE_SECRETS,
                  RATE_LIMIT,
                  RATE_BYTES,
                  RATE_SLIP,
                  RATE_PREFIX_V4,
                  RATE_PREFIX_V6,
                  RATE_EXEMPT,
                  MAX_TORRENT,
                  PROFILE,
                  DNSSEC,
                  DNSSEC_SIGNING_KEY),
              DnsPeersConfig.KEYS.stream())
          .toList();

  private DnsConfig() {}

  /**
   * @param publicHosts the hosts whose zones are served if no others are set
   */
  static DnsSettings read(Reading reading, List<String> publicHosts) {
    var stateDir = CatalogConfig.stateDir(reading);
    var peers = DnsPeersConfig.read(reading, stateDir);
    return reading.make(
        List.of(DnsPeersConfig.UPDATE_ZONE, ZONE, DNSSEC),
        () ->
            DEFAULT
                .withPort(hosts(reading), reading.value(PORT))
                .withNameServers(reading.value(NAME_SERVERS))
                .withRecords(records(reading))
                .withTcp(tcp(reading))
                .withVersion(reading.value(VERSION))
                .withGuard(guard(reading))
                .withZones(zones(reading, publicHosts))
                .withTransfer(peers.transfer())
                .withDnssec(dnssec(reading, stateDir))
                .withUpdate(peers.update()),
        DEFAULT);
  }

  private static List<String> hosts(Reading reading) {
    var hosts = reading.value(HOST);
    if (hosts.isEmpty()) {
      reading.wrong(HOST, "must be one address or more");
      return DEFAULT.hosts();
    }
    return hosts;
  }

  private static List<String> zones(Reading reading, List<String> publicHosts) {
    var zones = reading.value(ZONE);
    if (!zones.isEmpty()) {
      return zones;
    }
    String host = publicHosts.get(0);
    if (host.startsWith("[")) {
      // Whichever key gave the address, this is what has to be set.
      reading.wrong(
          ZONE,
          "%s, the host of %s, is no host name; set the host whose zone is served, or %s: false"
              .formatted(host, SiteConfig.PUBLIC_URL, ENABLED));
      return DEFAULT.zones();
    }
    return publicHosts;
  }

  private static RecordSettings records(Reading reading) {
    return new RecordSettings(
        reading.value(TTL), reading.value(MAX_TORRENT).intValue(), reading.value(PROFILE));
  }

  private static TcpSettings tcp(Reading reading) {
    return new TcpSettings(
        reading.value(TCP_CONNECTIONS),
        reading.value(TCP_CONNECTIONS_PER_CLIENT),
        reading.value(TCP_IDLE));
  }

  private static GuardSettings guard(Reading reading) {
    var secrets = reading.value(COOKIE_SECRETS);
    if (secrets.size() > 2) {
      reading.wrong(COOKIE_SECRETS, "must be one or two secrets, were " + secrets.size());
    }
    var rate =
        new RateLimitSettings(
            reading.value(RATE_LIMIT),
            reading.value(RATE_BYTES),
            reading.value(RATE_SLIP),
            reading.value(RATE_PREFIX_V4),
            reading.value(RATE_PREFIX_V6),
            reading.value(RATE_EXEMPT));
    return new GuardSettings(secrets.size() > 2 ? List.of() : secrets, rate);
  }

  private static DnssecSettings dnssec(Reading reading, Path stateDir) {
    return new DnssecSettings(
        reading.value(DNSSEC),
        stateDir.resolve("dnssec"),
        Set.copyOf(reading.value(DNSSEC_SIGNING_KEY)));
  }

  private static String cookieSecret(String text) {
    return new GuardSettings(List.of(text), RATE).cookieSecrets().get(0);
  }
}
