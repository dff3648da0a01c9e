package org.spillway.dns;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/** The zone {@code _torrent.[host]}: its apex, and below it a name for each torrent. */
final class FallbackZone {
  private static final long APEX_TTL = Duration.ofHours(1).toSeconds();

  /** How long it may be taken for true that there is no such torrent (RFC 2308 §4). */
  private static final long MINIMUM = Duration.ofMinutes(1).toSeconds();

  private static final long REFRESH = Duration.ofMinutes(5).toSeconds();
  private static final long RETRY = Duration.ofMinutes(1).toSeconds();

  /** How long secondaries go on without us, which is what they are there for. */
  private static final long EXPIRE = Duration.ofDays(28).toSeconds();

  private final Name origin;
  private final Name hostmaster;
  private final List<Name> nameServers;
  private final PublishedRecords published;

  /**
   * @param host as in {@link DnsSettings#zones}
   * @param nameServers as in {@link DnsSettings#nameServers}
   */
  FallbackZone(String host, List<String> nameServers, PublishedRecords published) {
    this.origin = name(RequestHash.ZONE_LABEL + "." + host);
    this.hostmaster = name("hostmaster." + host);
    var servers = nameServers.isEmpty() ? List.of("ns." + host) : nameServers;
    this.nameServers = servers.stream().map(FallbackZone::name).toList();
    this.published = published;
  }

  private static Name name(String text) {
    return Name.fromConstantString(text + ".");
  }

  Name origin() {
    return origin;
  }

  /** The apex or any name below it, whether there is such a name or not. */
  boolean contains(Name name) {
    return name.subdomain(origin);
  }

  /** Absent if there is no such name, and at the apex. */
  Optional<TxtRrset> txt(Name name) {
    return name.labels() == origin.labels() + 1 && contains(name)
        ? published.find(name.getLabelString(0))
        : Optional.empty();
  }

  /** The SOA record as data of the apex. */
  Record soa() {
    return soa(APEX_TTL);
  }

  /** The SOA record as it stands in the authority section of a negative answer (RFC 2308 §3). */
  Record denial() {
    return soa(MINIMUM);
  }

  private Record soa(long ttl) {
    return new SOARecord(
        origin,
        DClass.IN,
        ttl,
        nameServers.get(0),
        hostmaster,
        published.serial(),
        REFRESH,
        RETRY,
        EXPIRE,
        MINIMUM);
  }

  List<Record> nameServers() {
    return nameServers.stream()
        .<Record>map(server -> new NSRecord(origin, DClass.IN, APEX_TTL, server))
        .toList();
  }
}
