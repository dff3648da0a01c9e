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

/** The zone {@code _torrent.[host]}: it has an apex, and below it a name for each torrent. */
public final class FallbackZone {
  private static final long APEX_TTL = Duration.ofHours(1).toSeconds();

  /**
   * The time for which resolvers may remember that a torrent does not exist, in seconds (RFC 2308
   * §4).
   */
  private static final long MINIMUM = Duration.ofMinutes(1).toSeconds();

  private static final long REFRESH = Duration.ofMinutes(5).toSeconds();
  private static final long RETRY = Duration.ofMinutes(1).toSeconds();

  /**
   * The time for which secondaries serve the zone while this server is down, in seconds; serving it
   * then is their purpose. Up to 18 hours are added, by which {@link #isOurs} recognises our SOA
   * records.
   */
  private static final long EXPIRE = Duration.ofDays(28).toSeconds();

  private final Name origin;
  private final Name hostmaster;
  private final List<Name> nameServers;
  private final PublishedRecords published;

  /**
   * Makes the zone of a host.
   *
   * @param host the host in lower case, as A-labels (RFC 5890), without a final dot
   * @param nameServers the names of the zone's servers; if there are none, {@code ns.[host]} serves
   *     it
   * @param published the records that the zone holds
   */
  public FallbackZone(String host, List<String> nameServers, PublishedRecords published) {
    this.origin = origin(host);
    this.hostmaster = name("hostmaster." + host);
    var servers = nameServers.isEmpty() ? List.of("ns." + host) : nameServers;
    this.nameServers = servers.stream().map(FallbackZone::name).toList();
    this.published = published;
  }

  /** Returns the apex of a host's zone. */
  public static Name origin(String host) {
    return name(RequestHash.ZONE_LABEL + "." + host);
  }

  private static Name name(String text) {
    return Name.fromConstantString(text + ".");
  }

  public Name origin() {
    return origin;
  }

  /** Returns whether a name is the apex or lies below it; the name need not exist. */
  public boolean contains(Name name) {
    return name.subdomain(origin);
  }

  /**
   * Returns the name of an RRset at this place; empty at the apex, and at places where no RRset can
   * be.
   */
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

  /** Returns the full name of an RRset. */
  public Name owner(RecordName name) {
    try {
      return Name.fromString(name.labels(), origin);
    } catch (TextParseException e) {
      throw new IllegalStateException(name + " under " + origin, e);
    }
  }

  /** Returns the SOA record as the apex holds it. */
  public Record soa() {
    return soa(APEX_TTL, published.serial());
  }

  /**
   * Returns the SOA record as the authority section of a negative answer holds it (RFC 2308 §3).
   */
  public Record denial() {
    return soa(MINIMUM, published.serial());
  }

  /** Returns the SOA record as it was at another serial. */
  public Record soa(long serial) {
    return soa(APEX_TTL, serial);
  }

  /** Returns the serial of the SOA record. */
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
   * Returns whether this server has given out the SOA record since its start. Each server of a zone
   * counts its versions for itself, so one serial can stand for different content. A record that
   * names no primary is believed, because tools that know only a serial make such records.
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
