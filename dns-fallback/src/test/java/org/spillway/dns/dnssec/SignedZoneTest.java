package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class SignedZoneTest {
  private static final Name ORIGIN = Name.fromConstantString("_torrent.dl.example.org.");
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final ZoneKey key = ZoneKey.generate(ORIGIN);
  private final PublishedRecords published =
      new PublishedRecords(RecordSettings.DEFAULT.withMaxTorrent(44_000), now::get);
  private final FallbackZone host = new FallbackZone("dl.example.org", List.of(), published);
  private final SignedZone zone = new SignedZone(host, published, new ZoneSigner(key, now::get));

  private static Metainfo metainfo(String name) {
    var info =
        BencodeDictionary.builder()
            .put("length", 1L)
            .put("name", name)
            .put("piece length", 16_384)
            .put("pieces", new byte[20])
            .build();
    try {
      return Metainfo.parse(BencodeDictionary.builder().put("info", info).build().encode());
    } catch (MalformedMetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TorrentKey key(String path) {
    return new TorrentKey(path, RequestHash.ofPath(path), metainfo(path).info().swarmHashes());
  }

  private void publish(String... paths) {
    for (String path : paths) {
      publish(path, path);
    }
  }

  private void publish(String path, String content) {
    published.publish(key(path), metainfo(content));
  }

  private SignedState follow() {
    // Has a serial of its own, however little time has passed.
    var unused = published.snapshot();
    zone.follow();
    return zone.current().orElseThrow();
  }

  private static List<String> texts(List<Record> records) {
    return records.stream().map(Record::toString).toList();
  }

  private static List<String> types(List<Record> records) {
    return records.stream().map(record -> Type.string(record.getType())).toList();
  }

  /** Every RRset is followed by its signature. */
  private int signatures(List<Record> records) throws Exception {
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
    assertThat(rrset.size()).isZero();
    return signatures;
  }

  @Test
  void records_everyRrsetIsSigned() throws Exception {
    publish("a", "b", "c", "d", "e");
    var records = follow().records().toList();
    assertThat(records.get(0).getType()).isEqualTo(Type.SOA);
    assertThat(signatures(records)).isEqualTo(6 + 2 * 5);
  }

  /** RFC 4034 §4.1.1. */
  @Test
  void records_chainOfNsec() {
    publish("a", "b", "c", "d", "e");
    var records = follow().records().toList();
    var owners = new ArrayList<>(records.stream().map(Record::getName).distinct().toList());
    assertThat(owners).hasSize(6).isSorted();
    owners.add(ORIGIN);
    var chain = records.stream().filter(NSECRecord.class::isInstance).toList();
    assertThat(chain).extracting(Record::getName).isEqualTo(owners.subList(0, 6));
    assertThat(chain)
        .extracting(record -> ((NSECRecord) record).getNext())
        .isEqualTo(owners.subList(1, 7));
    assertThat(chain.get(0).rdataToString()).endsWith(" NS SOA RRSIG NSEC DNSKEY CDS CDNSKEY");
    assertThat(chain.get(1).rdataToString()).endsWith(" TXT RRSIG NSEC");
  }

  @Test
  void records_noTorrents() {
    var records = follow().records().toList();
    assertThat(records).hasSize(12);
    assertThat(((NSECRecord) records.get(10)).getNext()).isEqualTo(ORIGIN);
  }

  /** The SOA record of each side, what has another signature, and the NSEC record before. */
  @Test
  void since_newName() {
    publish("a", "b");
    long before = follow().serial();
    assertThat(follow().since(before).orElseThrow()).isEmpty();
    publish("c");
    var changes = follow().since(before).orElseThrow().toList();
    assertThat(types(changes).subList(0, 4)).containsExactly("SOA", "RRSIG", "NSEC", "RRSIG");
    assertThat(types(changes).subList(4, 12))
        .containsExactlyInAnyOrder(
            "SOA", "RRSIG", "NSEC", "RRSIG", "TXT", "RRSIG", "NSEC", "RRSIG");
    assertThat(follow().changesSince(before)).isBetween(1L, 2L);
  }

  @Test
  void since_unknown() {
    publish("a");
    long before = follow().serial();
    assertThat(follow().since(before - 1)).isEmpty();
    assertThat(follow().since(before + 1)).isEmpty();
  }

  /** RFC 1995 §4: one who has done all that was said has the same zone, and every part is valid. */
  @Test
  void since_anyChanges() throws Exception {
    long seed = 1995;
    System.out.println("SignedZoneTest: seed " + seed);
    var random = new Random(seed);
    var state = follow();
    var copy = new ArrayList<>(texts(state.records().toList()));
    for (int round = 0; round < 60; round++) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        String path = "f" + random.nextInt(12);
        if (random.nextBoolean()) {
          publish(path, "content " + random.nextInt(3));
        } else {
          published.withdrawn(key(path));
        }
      }
      var hours = Duration.ofHours(random.nextInt(30));
      now.updateAndGet(instant -> instant.plus(hours));
      long before = state.serial();
      state = follow();
      apply(state.since(before).orElseThrow().toList(), copy);
      assertThat(copy).containsExactlyInAnyOrderElementsOf(texts(state.records().toList()));
      assertThat(signatures(state.records().toList())).isEqualTo(6 + 2 * state.names());
    }
  }

  /** SOA records divide what goes from what comes; each that goes must be there. */
  private static void apply(List<Record> changes, List<String> copy) {
    boolean comes = true;
    for (Record record : changes) {
      comes ^= record instanceof SOARecord;
      if (comes) {
        copy.add(record.toString());
      } else {
        assertThat(copy.remove(record.toString())).as("%s", record).isTrue();
      }
    }
  }

  /** Secondaries have to fetch new signatures even of a zone that stays as it is. */
  @Test
  void follow_signedAnewInTime() throws Exception {
    publish("a");
    var before = follow();
    now.set(START.plus(Duration.ofDays(7)));
    var after = follow();
    assertThat(after.serial()).isGreaterThan(before.serial());
    assertThat(types(after.since(before.serial()).orElseThrow().toList()))
        .containsExactly(
            "SOA", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "SOA",
            "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG", "RRSIG");
    assertThat(signatures(after.records().toList())).isEqualTo(8);
    assertThat(follow().serial()).isEqualTo(after.serial());
  }

  /** A clock that was 60 days ahead at the start must not leave signatures from the future. */
  @Test
  void follow_clockSetBack() throws Exception {
    publish("a", "b", "c");
    now.set(START.plus(Duration.ofDays(60)));
    var before = follow();
    now.set(START);
    var after = follow();
    assertThat(after.serial()).isGreaterThan(before.serial());
    assertThat(signatures(after.records().toList())).isEqualTo(6 + 2 * 3);
    assertThat(follow().serial()).isEqualTo(after.serial());
  }

  /** A client that asks meanwhile gets the last state, and waits for nothing. */
  @Test
  void current_whileFollowing() throws Exception {
    assertThat(zone.current()).isEmpty();
    publish("a");
    var before = follow();
    for (int i = 0; i < 60; i++) {
      publish("f" + i);
    }
    var unused = published.snapshot();
    var following = CompletableFuture.runAsync(zone::follow);
    while (!following.isDone()) {
      assertThat(zone.current().orElseThrow().names()).isIn(before.names(), 61);
    }
    following.get();
    assertThat(zone.current().orElseThrow().names()).isEqualTo(61);
  }
}
