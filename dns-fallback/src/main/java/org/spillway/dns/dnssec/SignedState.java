package org.spillway.dns.dnssec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/** A signed zone at one serial, and how it came to be. Immutable. */
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

  /** How many there are below the apex. */
  public int names() {
    return names.size();
  }

  /**
   * Every record in canonical order (RFC 4034 §6.1), each RRset followed by its RRSIG record; the
   * SOA record first, and not again at the end.
   */
  public Stream<Record> records() {
    return Stream.concat(
        apex.stream(), names.stream().flatMap(name -> name.records(zone).stream()));
  }

  /**
   * What went and came after a serial, version after version, each half after its SOA record (RFC
   * 1995 §4).
   *
   * @return absent if it is not known
   */
  public Optional<Stream<Record>> since(long from) {
    var later = after(from);
    return later.isEmpty() && from != serial
        ? Optional.empty()
        : Optional.of(later.stream().flatMap(version -> version.records(zone)));
  }

  /** How many names changed after a serial. */
  public long changesSince(long from) {
    return after(from).stream().mapToLong(version -> version.changes().size()).sum();
  }

  private List<SignedVersion> after(long from) {
    return versions.stream().dropWhile(version -> version.from() != from).toList();
  }
}
