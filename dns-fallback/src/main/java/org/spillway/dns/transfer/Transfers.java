package org.spillway.dns.transfer;

import static java.lang.System.Logger.Level.DEBUG;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.transfer.ZoneContent.Differences;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** Answers AXFR and IXFR to those who may have the zones. Safe for use by many threads. */
public final class Transfers {
  private static final System.Logger log = System.getLogger(Transfers.class.getName());

  private final List<FallbackZone> zones;
  private final PublishedRecords published;
  private final Map<Name, SignedZone> signed;
  private final List<TransferRule> allowed;
  private final LongAdder whole = new LongAdder();
  private final LongAdder incremental = new LongAdder();
  private final LongAdder current = new LongAdder();

  /**
   * @param signed those of the zones that are signed, by their origins
   */
  public Transfers(
      List<FallbackZone> zones,
      PublishedRecords published,
      Map<Name, SignedZone> signed,
      List<TransferRule> allowed) {
    this.signed = Map.copyOf(signed);
    this.zones = List.copyOf(zones);
    this.published = published;
    this.allowed = List.copyOf(allowed);
  }

  /** If not, it is to be refused. */
  public boolean allows(TransferQuery query) {
    boolean may =
        zone(query).isPresent()
            && allowed.stream().anyMatch(rule -> rule.allows(query.client(), query.signer()));
    if (!may) {
      log.log(DEBUG, () -> "refused a transfer of " + query.zone() + " to " + query.client());
    }
    // AXFR is not for UDP (RFC 5936 §4.2).
    return may && (query.isIncremental() || query.stream());
  }

  private Optional<FallbackZone> zone(TransferQuery query) {
    return zones.stream().filter(ours -> ours.origin().equals(query.zone())).findFirst();
  }

  /**
   * @param query one that is allowed
   */
  public TransferAnswer answer(TransferQuery query) {
    if (!published.isComplete()) {
      // What is known at the start would have the secondary drop all else.
      return error(query, Rcode.SERVFAIL);
    }
    return content(zone(query).orElseThrow())
        .map(content -> query.isIncremental() ? incremental(query, content) : whole(query, content))
        // Its signatures are being made.
        .orElseGet(() -> error(query, Rcode.SERVFAIL));
  }

  private Optional<ZoneContent> content(FallbackZone zone) {
    var keyed = signed.get(zone.origin());
    return keyed == null
        ? Optional.of(new UnsignedZoneContent(zone, published))
        : keyed.current().map(state -> new SignedZoneContent(zone, state));
  }

  private static TransferAnswer error(TransferQuery query, int rcode) {
    return TransferAnswer.of(rcode, TransferMessage.first(query, rcode).toWire());
  }

  private TransferAnswer whole(TransferQuery query, ZoneContent content) {
    whole.increment();
    return stream(query, content.whole());
  }

  private static TransferAnswer stream(TransferQuery query, Stream<Record> records) {
    return new TransferAnswer(Rcode.NOERROR, new TransferMessages(query, records.iterator()));
  }

  private TransferAnswer incremental(TransferQuery query, ZoneContent content) {
    var known = query.known();
    if (known.isEmpty()) {
      return error(query, Rcode.FORMERR);
    }
    if (query.brief()) {
      return soa(query, content);
    }
    long serial = known.get().getSerial();
    // Another server of the zone can have given the same number to other content.
    var differences =
        content.zone().isOurs(known.get()) ? content.since(serial) : Optional.<Differences>empty();
    if (differences.isPresent() && differences.get().to() != serial) {
      return changes(query, content, differences.get());
    }
    boolean current = differences.isPresent() || !isNewer(content.serial(), serial);
    return current || !query.stream() ? soa(query, content) : whole(query, content);
  }

  /** In the arithmetic of RFC 1982. */
  private static boolean isNewer(long serial, long than) {
    return (int) (serial - than) > 0;
  }

  /** All that there is to say, or to say over UDP (RFC 1995 §2). */
  private TransferAnswer soa(TransferQuery query, ZoneContent content) {
    current.increment();
    return stream(query, Stream.of(content.zone().soa(content.serial())));
  }

  private TransferAnswer changes(
      TransferQuery query, ZoneContent content, Differences differences) {
    if (!query.stream()) {
      return changesInOne(query, content, differences.records());
    }
    if (differences.names() > 2L * content.names()) {
      // The zone is shorter than how it came to be (RFC 1995 §4).
      return whole(query, content);
    }
    incremental.increment();
    return stream(query, differences.records());
  }

  private TransferAnswer changesInOne(
      TransferQuery query, ZoneContent content, Stream<Record> records) {
    var messages = new TransferMessages(query, records.iterator());
    byte[] first = messages.next();
    if (messages.hasNext() || first.length > query.limit()) {
      return soa(query, content);
    }
    incremental.increment();
    return TransferAnswer.of(Rcode.NOERROR, first);
  }

  public TransferStats stats() {
    return new TransferStats(whole.sum(), incremental.sum(), current.sum());
  }
}
