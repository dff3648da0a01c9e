package org.spillway.dns.dnssec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.Snapshot;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The zone with its signatures and a chain of NSEC records (RFC 4034 §4), for secondaries, which
 * have no key. Safe for use by many threads.
 */
public final class SignedZone {
  /** NSEC records whose signatures are kept: about 300 bytes each. */
  private static final int MAX_KEPT = 1_000_000;

  private static final List<Integer> APEX = List.of(Type.NS, Type.SOA, Type.DNSKEY);
  private static final List<Integer> TORRENT = List.of(Type.TXT);

  private final FallbackZone zone;
  private final ZoneSigner signer;
  private final ZoneKey key;
  private final InstantSource clock;
  private final Cache<Name, Link> links =
      Caffeine.newBuilder().maximumSize(MAX_KEPT).executor(Runnable::run).build();

  public SignedZone(FallbackZone zone, ZoneSigner signer) {
    this.zone = zone;
    this.signer = signer;
    this.key = signer.key();
    this.clock = signer.clock();
  }

  /**
   * Every record in canonical order (RFC 4034 §6.1), each RRset followed by its RRSIG record; the
   * SOA record first, and not again at the end. Signed as the stream is read, a fraction of a
   * millisecond for each record that has no signature yet: to be read by a thread that may take its
   * time.
   */
  public Stream<Record> records(Snapshot snapshot) {
    var entries = snapshot.inOrder();
    var first = entries.isEmpty() ? zone.origin() : zone.owner(entries.get(0).name());
    return Stream.concat(
        apex(snapshot.serial(), first).stream(),
        IntStream.range(0, entries.size()).boxed().flatMap(i -> torrent(entries, i).stream()));
  }

  private List<Record> apex(long serial, Name next) {
    List<Record> records = new ArrayList<>();
    for (var rrset : List.of(List.of(zone.soa(serial)), zone.nameServers(), List.of(key()))) {
      records.addAll(rrset);
      records.add(signer.sign(rrset));
    }
    records.addAll(link(zone.origin(), next, APEX));
    return records;
  }

  private Record key() {
    return signer.dnskey();
  }

  private List<Record> torrent(List<Snapshot.Entry> entries, int i) {
    var entry = entries.get(i);
    var owner = zone.owner(entry.name());
    boolean last = i + 1 == entries.size();
    var next = last ? zone.origin() : zone.owner(entries.get(i + 1).name());
    List<Record> records = new ArrayList<>(entry.rrset().records(owner));
    records.add(signer.sign(entry.name(), entry.rrset(), owner));
    records.addAll(link(owner, next, TORRENT));
    return records;
  }

  private List<Record> link(Name owner, Name next, List<Integer> types) {
    var nsec = ZoneSigner.nsec(owner, next, types, zone.denial().getTTL());
    var now = clock.instant();
    var known = links.getIfPresent(owner);
    if (known == null || !known.next.equals(next) || known.rrsig.isDue(now)) {
      known = new Link(next, Rrsig.of(List.of(nsec), key, Validity.DATA, now));
      links.put(owner, known);
    }
    return List.of(nsec, known.rrsig.record(owner, nsec.getTTL()));
  }

  private record Link(Name next, Rrsig rrsig) {}
}
