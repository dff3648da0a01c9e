package org.spillway.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.RecordSettings;

/**
 * Configures the name server.
 *
 * @param hosts the addresses to listen on; 0.0.0.0 listens on all of them
 * @param port the port for UDP and TCP at all addresses; 0 lets the system choose a free one
 * @param zones the hosts whose {@code _torrent.} zones are served, such as {@code dl.example.org}.
 *     They are kept in lower case, as A-labels (RFC 5890); {@code *.s3.example.org} stands for
 *     every host below that name
 * @param nameServers the names of the servers of these zones, the primary first; {@code ns.[host]}
 *     if there are none. The parent zones hold their names and addresses
 * @param records how torrents become records
 * @param tcp limits of TCP connections
 * @param version the answer to {@code version.bind}; empty refuses the query
 * @param guard the protection against amplification: cookies and rate limits
 * @param transfer the name servers that may transfer the zones
 * @param dnssec whether and how the zones are signed
 * @param update the name servers that get the records by dynamic updates
 */
@RecordBuilder
public record DnsSettings(
    List<String> hosts,
    int port,
    List<String> zones,
    List<String> nameServers,
    RecordSettings records,
    TcpSettings tcp,
    String version,
    GuardSettings guard,
    TransferSettings transfer,
    DnssecSettings dnssec,
    UpdateSettings update)
    implements DnsSettingsBuilder.With {

  /** The settings for port 5300 of every address, and for the zone {@code _torrent.localhost}. */
  public static final DnsSettings DEFAULT =
      new DnsSettings(
          List.of("0.0.0.0"),
          5300,
          List.of("localhost"),
          List.of(),
          RecordSettings.DEFAULT,
          TcpSettings.DEFAULT,
          "",
          GuardSettings.DEFAULT,
          TransferSettings.NONE,
          DnssecSettings.OFF,
          UpdateSettings.NONE);

  /** The longest string of a TXT record, in bytes (RFC 1035 §3.3.14). */
  private static final int MAX_VERSION = 255;

  /**
   * The longest host, in bytes, which leaves room for the longest name under its zone: 255 bytes
   * (RFC 1035 §2.3.4).
   */
  private static final int MAX_HOST = 190;

  private static final String WILDCARD = "*.";

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

  public DnsSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    hosts = hosts.stream().distinct().toList();
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("hosts must be one address or more");
    }
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("zones must be one host or more");
    }
    zones = zones.stream().map(DnsSettings::zone).distinct().toList();
    nameServers = nameServers.stream().map(DnsSettings::nameServer).toList();
    if (version.getBytes(UTF_8).length > MAX_VERSION) {
      throw new IllegalArgumentException("version must have at most 255 bytes");
    }
    withoutWildcards(zones).forEach(zone -> update.requireWithin(FallbackZone.origin(zone)));
    if (dnssec.enabled() || !update.primaries().isEmpty()) {
      requireHosts(zones, dnssec.enabled() ? "signed" : "put into a primary");
    }
  }

  /**
   * Checks a zone; one that begins with an asterisk and a dot stands for all hosts below a name.
   */
  private static String zone(String text) {
    boolean isWildcard = text.startsWith(WILDCARD);
    String host = isWildcard ? text.substring(WILDCARD.length()) : text;
    // Host names have no underscores, but browsers accept them, and they may stand in DNS.
    String name =
        host.contains("_") && !hostName("zones", host.replace('_', 'x')).isEmpty()
            ? IDN.toASCII(host).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "")
            : hostName("zones", host);
    return isWildcard ? WILDCARD + name : name;
  }

  private static List<String> withoutWildcards(List<String> zones) {
    return zones.stream().filter(zone -> !zone.startsWith(WILDCARD)).toList();
  }

  private static void requireHosts(List<String> zones, String what) {
    zones.stream()
        .filter(zone -> zone.startsWith(WILDCARD))
        .findFirst()
        .ifPresent(
            zone -> {
              throw new IllegalArgumentException(
                  "the zone %s cannot be %s, because it stands for any number of zones; name each"
                          .formatted(zone, what)
                      + " host");
            });
  }

  /** Returns the hosts whose zones always exist. */
  public List<String> hostZones() {
    return withoutWildcards(zones);
  }

  /** Returns the names below which every host has a zone, without their asterisks. */
  public List<String> wildcardZones() {
    return zones.stream()
        .filter(zone -> zone.startsWith(WILDCARD))
        .map(zone -> zone.substring(WILDCARD.length()))
        .toList();
  }

  /**
   * Checks the name of a server: an NS record that names an address leads nowhere, and BIND
   * complains about it.
   */
  private static String nameServer(String text) {
    String name = hostName("nameServers", text);
    if (ADDRESS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "nameServers must be host names such as ns1.example.org, not the address '" + text + "'");
    }
    return name;
  }

  private static String hostName(String field, String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String problem = field + " must be host names such as dl.example.org, was '" + host + "'";
    try {
      String labels = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      if (labels.isEmpty() || labels.length() > MAX_HOST) {
        throw new IllegalArgumentException(problem);
      }
      return labels;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(problem, e);
    }
  }

  /** Returns settings that listen on one address. */
  public DnsSettings withPort(String host, int port) {
    return withPort(List.of(host), port);
  }

  /** Returns settings that listen on these addresses. */
  public DnsSettings withPort(List<String> hosts, int port) {
    return withHosts(hosts).withPort(port);
  }
}
