package org.spillway.dns.transfer;

import static java.lang.System.Logger.Level.DEBUG;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.Version;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** Answers AXFR and IXFR to those who may have the zones. Safe for use by many threads. */
public final class Transfers {
  private static final System.Logger log = System.getLogger(Transfers.class.getName());

  private final List<FallbackZone> zones;
  private final PublishedRecords published;
  private final List<TransferRule> allowed;
  private final LongAdder whole = new LongAdder();
  private final LongAdder incremental = new LongAdder();
  private final LongAdder current = new LongAdder();

  public Transfers(
      List<FallbackZone> zones, PublishedRecords published, List<TransferRule> allowed) {
    this.zones = List.copyOf(zones);
    this.published = published;
    this.allowed = List.copyOf(allowed);
  }

  /** Absent if it is to be refused. */
  public Optional<TransferAnswer> answer(TransferQuery query) {
    var zone = zones.stream().filter(ours -> ours.origin().equals(query.zone())).findFirst();
    boolean may = allowed.stream().anyMatch(rule -> rule.allows(query.client(), query.signer()));
    if (!may || zone.isEmpty()) {
      log.log(DEBUG, () -> "refused a transfer of " + query.zone() + " to " + query.client());
      return Optional.empty();
    }
    if (!published.isComplete()) {
      // What is known at the start would have the secondary drop all else.
      return Optional.of(error(query, Rcode.SERVFAIL));
    }
    return query.isIncremental() ? incremental(query, zone.get()) : whole(query, zone.get());
  }

  private static TransferAnswer error(TransferQuery query, int rcode) {
    return TransferAnswer.of(rcode, TransferMessage.first(query, rcode).toWire());
  }

  /** Not over UDP (RFC 5936 §4.2). */
  private Optional<TransferAnswer> whole(TransferQuery query, FallbackZone zone) {
    if (!query.stream()) {
      return Optional.empty();
    }
    return Optional.of(whole(query, new ZoneContent(zone), published.snapshot()));
  }

  private TransferAnswer whole(TransferQuery query, ZoneContent content, Snapshot snapshot) {
    whole.increment();
    return stream(query, content.whole(snapshot));
  }

  private static TransferAnswer stream(TransferQuery query, Stream<Record> records) {
    return new TransferAnswer(Rcode.NOERROR, new TransferMessages(query, records.iterator()));
  }

  private Optional<TransferAnswer> incremental(TransferQuery query, FallbackZone zone) {
    if (query.serial() < 0) {
      return Optional.of(error(query, Rcode.FORMERR));
    }
    var versions = published.since(query.serial());
    if (versions.isPresent() && !versions.get().isEmpty()) {
      return Optional.of(changes(query, zone, versions.get()));
    }
    if (versions.isPresent() || isNewer(query.serial(), published.serial())) {
      return Optional.of(soa(query, zone));
    }
    return Optional.of(whole(query, zone).orElseGet(() -> soa(query, zone)));
  }

  /** In the arithmetic of RFC 1982. */
  private static boolean isNewer(long serial, long than) {
    return (int) (serial - than) > 0;
  }

  /** All that there is to say, or to say over UDP (RFC 1995 §2). */
  private TransferAnswer soa(TransferQuery query, FallbackZone zone) {
    current.increment();
    return stream(query, Stream.of(zone.soa()));
  }

  private TransferAnswer changes(TransferQuery query, FallbackZone zone, List<Version> versions) {
    var content = new ZoneContent(zone);
    if (!query.stream()) {
      return changesInOne(query, zone, content.changes(query.serial(), versions));
    }
    long changes = versions.stream().mapToLong(version -> version.changes().size()).sum();
    if (changes > 2L * published.size()) {
      // The zone is shorter than how it came to be (RFC 1995 §4).
      return whole(query, content, published.snapshot());
    }
    incremental.increment();
    return stream(query, content.changes(query.serial(), versions));
  }

  private TransferAnswer changesInOne(
      TransferQuery query, FallbackZone zone, Stream<Record> records) {
    var messages = new TransferMessages(query, records.iterator());
    byte[] first = messages.next();
    if (messages.hasNext() || first.length > query.limit()) {
      return soa(query, zone);
    }
    incremental.increment();
    return TransferAnswer.of(Rcode.NOERROR, first);
  }

  public TransferStats stats() {
    return new TransferStats(whole.sum(), incremental.sum(), current.sum());
  }
}
