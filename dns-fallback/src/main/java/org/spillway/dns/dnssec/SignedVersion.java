package org.spillway.dns.dnssec;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Record;

/**
 * The differences between what a signed zone holds at one serial and in the version before.
 *
 * @param from the serial of the version before
 * @param apexBefore the records of the apex in the version before, the SOA record first
 */
record SignedVersion(
    long from, List<Record> apexBefore, List<Record> apexAfter, List<NameChange> changes) {
  SignedVersion {
    changes = List.copyOf(changes);
  }

  /** One name before and after the change; null where it does not exist. */
  record NameChange(@Nullable SignedName before, @Nullable SignedName after) {
    private List<Record> gone(FallbackZone zone) {
      return minus(records(before, zone), records(after, zone));
    }

    private List<Record> come(FallbackZone zone) {
      return minus(records(after, zone), records(before, zone));
    }

    private long bytes() {
      return bytes(before) + bytes(after);
    }

    private static long bytes(@Nullable SignedName name) {
      return name == null ? 0 : name.rrset().length();
    }

    private static List<Record> records(@Nullable SignedName name, FallbackZone zone) {
      return name == null ? List.of() : name.records(zone);
    }
  }

  /** Returns the length of the torrents' records that this version keeps in memory, in bytes. */
  long bytes() {
    return changes.stream().mapToLong(NameChange::bytes).sum();
  }

  /** Returns what was removed and what was added, each half after its SOA record (RFC 1995 §4). */
  Stream<Record> records(FallbackZone zone) {
    var gone = changes.stream().flatMap(change -> change.gone(zone).stream());
    var come = changes.stream().flatMap(change -> change.come(zone).stream());
    return Stream.concat(
        Stream.concat(apex(apexBefore, apexAfter), gone),
        Stream.concat(apex(apexAfter, apexBefore), come));
  }

  private static Stream<Record> apex(List<Record> records, List<Record> other) {
    var rest = records.subList(1, records.size());
    return Stream.concat(Stream.of(records.get(0)), minus(rest, other).stream());
  }

  private static List<Record> minus(List<Record> records, List<Record> others) {
    return records.stream().filter(record -> !others.contains(record)).toList();
  }
}
