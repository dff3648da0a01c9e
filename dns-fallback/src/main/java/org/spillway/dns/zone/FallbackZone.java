package org.spillway.dns.zone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/** The zone {@code _torrent.[host]}: its apex, and below it a name for each torrent. */
public final class FallbackZone {
  private static final long APEX_TTL = Duration.ofHours(1).toSeconds();

  /** How long it may be taken for true that there is no such torrent (RFC 2308 §4). */
  private static final long MINIMUM = Duration.ofMinutes(1).toSeconds();

  private static final long REFRESH = Duration.ofMinutes(5).toSeconds();
  private static final long RETRY = Duration.ofMinutes(1).toSeconds();

  /**
   * How long secondaries go on without us, which is what they are there for; and up to 18 hours
   * more, by which {@link #isOurs} knows our SOA records.
   */
  private static final long EXPIRE = Duration.ofDays(28).toSeconds();

  private final Name origin;
  private final Name hostmaster;
  private final List<Name> nameServers;
  private final PublishedRecords published;

  /**
   * @param host lower case, A-labels (RFC 5890), no final dot
   * @param nameServers {@code ns.[host]} if there are none
   */
  public FallbackZone(String host, List<String> nameServers, PublishedRecords published) {
    this.origin = origin(host);
    this.hostmaster = name("hostmaster." + host);
    var servers = nameServers.isEmpty() ? List.of("ns." + host) : nameServers;
    this.nameServers = servers.stream().map(FallbackZone::name).toList();
    this.published = published;
  }

  /** The apex of the zone of a host. */
  public static Name origin(String host) {
    return name(RequestHash.ZONE_LABEL + "." + host);
  }

  private static Name name(String text) {
    return Name.fromConstantString(text + ".");
  }

  public Name origin() {
    return origin;
  }

  /** The apex or any name below it, whether there is such a name or not. */
  public boolean contains(Name name) {
    return name.subdomain(origin);
  }

  /** Where an RRset with this name would stand; absent at the apex, and where none can. */
  public Optional<RecordName> recordName(Name name) {
    int labels = name.labels() - origin.labels();
    if (labels < 1 || labels > 2 || !contains(name)) {
      return Optional.empty();
    }
    String first = name.getLabelString(0);
    return labels == 1
        ? RecordName.ofLabels(first)
        : RecordName.ofLabels(first, name.getLabelString(1));
  }

  /** The whole name of an RRset. */
  public Name owner(RecordName name) {
    try {
      return Name.fromString(name.labels(), origin);
    } catch (TextParseException e) {
      throw new IllegalStateException(name + " under " + origin, e);
    }
  }

  /** The SOA record as data of the apex. */
  public Record soa() {
    return soa(APEX_TTL, published.serial());
  }

  /** The SOA record as it stands in the authority section of a negative answer (RFC 2308 §3). */
  public Record denial() {
    return soa(MINIMUM, published.serial());
  }

  /** The SOA record at another moment. */
  public Record soa(long serial) {
    return soa(APEX_TTL, serial);
  }

  /** Of the SOA record. */
  public long serial() {
    return published.serial();
  }

  private Record soa(long ttl, long serial) {
    return new SOARecord(
        origin,
        DClass.IN,
        ttl,
        nameServers.get(0),
        hostmaster,
        serial,
        REFRESH,
        RETRY,
        EXPIRE + published.mark(),
        MINIMUM);
  }

  /**
   * Whether this server gave out that SOA record since its start. Several servers of a zone number
   * their versions each for itself, so one serial can stand for different content. A record without
   * the name of a primary is believed: tools that know no more than a serial make such ones.
   */
  public boolean isOurs(SOARecord soa) {
    return soa.getHost().equals(Name.root) || soa.getExpire() == EXPIRE + published.mark();
  }

  public List<Record> nameServers() {
    return nameServers.stream()
        .<Record>map(server -> new NSRecord(origin, DClass.IN, APEX_TTL, server))
        .toList();
  }
}
