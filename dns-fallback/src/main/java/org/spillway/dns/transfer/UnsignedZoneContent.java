package org.spillway.dns.transfer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.dns.zone.ZoneVersion;
import org.xbill.DNS.Record;

/** A zone without signatures. */
record UnsignedZoneContent(FallbackZone zone, PublishedRecords published) implements ZoneContent {
  @Override
  public long serial() {
    return published.serial();
  }

  @Override
  public int names() {
    return published.size();
  }

  @Override
  public Stream<Record> whole() {
    var snapshot = published.snapshot();
    var soa = zone.soa(snapshot.serial());
    var torrents =
        snapshot.rrsets().stream()
            .flatMap(entry -> entry.rrset().records(zone.owner(entry.name())).stream());
    return concat(
        Stream.of(soa), concat(zone.nameServers().stream(), concat(torrents, Stream.of(soa))));
  }

  @Override
  public Optional<Differences> since(long from) {
    return published.since(from).map(versions -> differences(from, versions));
  }

  private Differences differences(long from, List<ZoneVersion> versions) {
    long names = versions.stream().mapToLong(version -> version.changes().size()).sum();
    long serial = versions.isEmpty() ? from : versions.get(versions.size() - 1).serial();
    var current = zone.soa(serial);
    var differences =
        Stream.iterate(0, i -> i < versions.size(), i -> i + 1)
            .flatMap(
                i -> difference(i == 0 ? from : versions.get(i - 1).serial(), versions.get(i)));
    var records = concat(Stream.of(current), concat(differences, Stream.of(current)));
    return new Differences(serial, names, records);
  }

  private Stream<Record> difference(long from, ZoneVersion version) {
    var changes = version.changes();
    var gone = changes.stream().flatMap(change -> records(change, change.before().stream()));
    var come = changes.stream().flatMap(change -> records(change, change.after().stream()));
    return concat(
        concat(Stream.of(zone.soa(from)), gone),
        concat(Stream.of(zone.soa(version.serial())), come));
  }

  private Stream<Record> records(Change change, Stream<TxtRrset> rrset) {
    // What was put back as it was did not change.
    return change.before().equals(change.after())
        ? Stream.empty()
        : rrset.flatMap(records -> records.records(zone.owner(change.name())).stream());
  }

  private static Stream<Record> concat(Stream<Record> first, Stream<Record> second) {
    return Stream.concat(first, second);
  }
}
