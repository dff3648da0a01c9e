package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.torrent.fallback.FallbackProfile;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class SignedZoneTest {
  private static final Name ORIGIN = Name.fromConstantString("_torrent.dl.example.org.");
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final ZoneKey key = ZoneKey.generate(ORIGIN);
  private final SignedZone zone =
      new SignedZone(
          new FallbackZone(
              "dl.example.org",
              List.of(),
              new PublishedRecords(FallbackProfile.DEFAULT, 44_000, Duration.ofMinutes(5), now::get)),
          new ZoneSigner(key, now::get));

  private static Snapshot.Entry entry(long hash, int part) {
    var rrset = TxtRrset.of(List.of(List.of("ZD" + hash), List.of("p" + part)), 300);
    return new Snapshot.Entry(new RecordName(hash, 0, 0, part), rrset);
  }

  private List<Record> records(long serial, Snapshot.Entry... entries) {
    return zone.records(new Snapshot(serial, List.of(entries))).toList();
  }

  @Test
  void records_everyRrsetIsSigned() throws Exception {
    var records = records(7, entry(-1, 0), entry(5, 2), entry(5, 0), entry(5, 10), entry(1, 0));
    assertThat(records.get(0).getType()).isEqualTo(Type.SOA);
    var rrset = new RRset();
    int signatures = 0;
    for (Record record : records) {
      if (record instanceof RRSIGRecord signature) {
        DNSSEC.verify(rrset, signature, key.dnskey(), now.get());
        rrset = new RRset();
        signatures++;
      } else {
        rrset.addRR(record);
      }
    }
    assertThat(signatures).isEqualTo(4 + 2 * 5);
  }

  /** RFC 4034 §4.1.1. */
  @Test
  void records_chainOfNsec() {
    var records = records(7, entry(-1, 0), entry(5, 2), entry(5, 0), entry(5, 10), entry(1, 0));
    var owners = new ArrayList<>(records.stream().map(Record::getName).distinct().toList());
    assertThat(owners).hasSize(6).isSorted();
    owners.add(ORIGIN);
    var chain = records.stream().filter(NSECRecord.class::isInstance).toList();
    assertThat(chain).extracting(Record::getName).isEqualTo(owners.subList(0, 6));
    assertThat(chain)
        .extracting(record -> ((NSECRecord) record).getNext())
        .isEqualTo(owners.subList(1, 7));
    assertThat(chain.get(0).rdataToString()).endsWith(" NS SOA RRSIG NSEC DNSKEY");
    assertThat(chain.get(1).rdataToString()).endsWith(" TXT RRSIG NSEC");
  }

  @Test
  void records_noTorrents() {
    var records = records(7);
    assertThat(records).hasSize(8);
    assertThat(((NSECRecord) records.get(6)).getNext()).isEqualTo(ORIGIN);
  }

  /** Only what changes is signed anew: the SOA record, and the chain where a name is new. */
  @Test
  void records_nextSnapshot() {
    var before = records(7, entry(1, 0), entry(2, 0), entry(4, 0));
    assertThat(records(7, entry(1, 0), entry(2, 0), entry(4, 0))).isEqualTo(before);
    var after = new HashSet<>(records(8, entry(1, 0), entry(2, 0), entry(3, 0), entry(4, 0)));
    assertThat(before.stream().filter(record -> !after.contains(record)))
        .extracting(record -> Type.string(record.getType()))
        .containsExactly("SOA", "RRSIG", "NSEC", "RRSIG");
  }

  @Test
  void records_signedAnewInTime() {
    var before = new HashSet<>(records(7, entry(1, 0)));
    now.set(START.plus(Duration.ofDays(7)));
    assertThat(records(7, entry(1, 0)).stream().filter(record -> !before.contains(record)))
        .extracting(record -> Type.string(record.getType()))
        .containsExactly("RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG");
  }
}
