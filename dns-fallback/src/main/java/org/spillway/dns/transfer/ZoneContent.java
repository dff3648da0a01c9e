package org.spillway.dns.transfer;

import java.util.List;
import java.util.stream.Stream;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.dns.zone.Version;
import org.xbill.DNS.Record;

/** The records of a zone as they are transferred, made one after another as they are asked for. */
final class ZoneContent {
  private final FallbackZone zone;

  ZoneContent(FallbackZone zone) {
    this.zone = zone;
  }

  /** Between two SOA records (RFC 5936 §2.2). */
  Stream<Record> whole(Snapshot snapshot) {
    var soa = zone.soa(snapshot.serial());
    var torrents =
        snapshot.rrsets().stream()
            .flatMap(entry -> entry.rrset().records(zone.owner(entry.name())).stream());
    return concat(
        Stream.of(soa), concat(zone.nameServers().stream(), concat(torrents, Stream.of(soa))));
  }

  /**
   * Every version's records that go and that come, each after the SOA record of its side (RFC 1995
   * §4).
   *
   * @param versions one at least
   */
  Stream<Record> changes(long from, List<Version> versions) {
    var current = zone.soa(versions.get(versions.size() - 1).serial());
    var differences =
        Stream.iterate(0, i -> i < versions.size(), i -> i + 1)
            .flatMap(
                i -> difference(i == 0 ? from : versions.get(i - 1).serial(), versions.get(i)));
    return concat(Stream.of(current), concat(differences, Stream.of(current)));
  }

  private Stream<Record> difference(long from, Version version) {
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
