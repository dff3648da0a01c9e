package org.spillway.dns.dnssec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/** A signed zone at one serial, and the versions that led to it. Immutable. */
public final class SignedState {
  private final FallbackZone zone;
  private final long serial;
  private final List<Record> apex;
  private final List<SignedName> names;
  private final List<SignedVersion> versions;

  SignedState(
      FallbackZone zone,
      long serial,
      List<Record> apex,
      List<SignedName> names,
      List<SignedVersion> versions) {
    this.zone = zone;
    this.serial = serial;
    this.apex = apex;
    this.names = names;
    this.versions = versions;
  }

  public long serial() {
    return serial;
  }

  /** Returns the number of names below the apex. */
  public int names() {
    return names.size();
  }

  /**
   * Returns every record in canonical order (RFC 4034 §6.1), each RRset followed by its RRSIG
   * record. The SOA record comes first, and is not repeated at the end.
   */
  public Stream<Record> records() {
    return Stream.concat(
        apex.stream(), names.stream().flatMap(name -> name.records(zone).stream()));
  }

  /**
   * Returns what was removed and added after a serial, version by version, each half after its SOA
   * record (RFC 1995 §4).
   *
   * @return empty if the versions after this serial are not known
   */
  public Optional<Stream<Record>> since(long from) {
    var later = after(from);
    return later.isEmpty() && from != serial
        ? Optional.empty()
        : Optional.of(later.stream().flatMap(version -> version.records(zone)));
  }

  /** Returns the number of names that changed after a serial. */
  public long changesSince(long from) {
    return after(from).stream().mapToLong(version -> version.changes().size()).sum();
  }

  private List<SignedVersion> after(long from) {
    return versions.stream().dropWhile(version -> version.from() != from).toList();
  }
}
