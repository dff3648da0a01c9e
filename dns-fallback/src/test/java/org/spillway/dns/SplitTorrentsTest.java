package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.tcp;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.whole;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.zone.Change;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.fallback.PublishedForm;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** A torrent over several names is replaced: nobody ever finds half of one and half of another. */
class SplitTorrentsTest {
  private static final Duration TTL = RecordSettings.DEFAULT.ttl();

  /** A time to live, and some seconds for clients that ask for one name after the other. */
  private static final Duration STEP = TTL.plusSeconds(10);

  /** 46 KB, 5 records in 2 parts. */
  private static final Metainfo TWO = TestTorrents.metainfo(2300);

  /** 54 KB, as many parts. */
  private static final Metainfo ALSO_TWO = TestTorrents.metainfo(2700);

  /** 100 KB, 10 records in 3 parts. */
  private static final Metainfo THREE = TestTorrents.metainfo(5000);

  /** 400 KB, 37 records in 10 parts. */
  private static final Metainfo TEN = TestTorrents.metainfo(20_000);

  private static final TorrentKey KEY = key(TWO);

  private long nanos = 17;
  private final PublishedRecords published =
      new PublishedRecords(
          RecordSettings.DEFAULT, () -> Instant.ofEpochSecond(1_800_000_000), () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
    published.advance();
  }

  /** Returns what a client reads that asks for all names now. */
  private FallbackAnswer answer() throws IOException {
    return read(new Cache());
  }

  private FallbackAnswer read(Cache cache) throws IOException {
    var base = FallbackRecords.parse(cache.get(0));
    if (!(base instanceof FallbackAnswer.Split split)) {
      return base;
    }
    Map<Integer, List<List<String>>> parts = new HashMap<>();
    for (int part = 1; part <= split.parts(); part++) {
      parts.put(part, cache.get(part));
    }
    return FallbackRecords.join(split, parts);
  }

  /** Keeps what it was told of each name, or that there is no such name, for a time to live. */
  private final class Cache {
    private final Map<Integer, List<List<String>>> kept = new HashMap<>();
    private final Map<Integer, Long> since = new HashMap<>();

    List<List<String>> get(int part) throws IOException {
      Long asked = since.get(part);
      if (asked == null || nanos - asked >= ttl(part).toNanos()) {
        since.put(part, nanos);
        kept.put(part, ask(part));
      }
      return kept.getOrDefault(part, List.of());
    }

    private Duration ttl(int part) {
      return kept.getOrDefault(part, List.of()).isEmpty() ? Duration.ofMinutes(1) : TTL;
    }

    private List<List<String>> ask(int part) throws IOException {
      String name = part == 0 ? name(TWO) : PublishedForm.partName(part, name(TWO));
      return TestTorrents.texts(tcp(TestTorrents.responder(published, new Counters()), txt(name)));
    }
  }

  private Set<Integer> parts() {
    return published.snapshot().rrsets().stream()
        .map(entry -> entry.name().part())
        .collect(Collectors.toSet());
  }

  @Test
  void publish_oldPartsStayBesideTheNew() throws Exception {
    published.publish(KEY, THREE);
    assertThat(parts()).containsExactlyInAnyOrder(0, 1, 2, 3);
    published.publish(KEY, TWO);
    assertThat(parts()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(answer()).isEqualTo(whole(TWO));
    pass(STEP);
    assertThat(answer()).isEqualTo(whole(TWO));
    pass(STEP);
    assertThat(parts()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(answer()).isEqualTo(whole(TWO));
    assertThat(published.snapshot().rrsets()).containsExactlyInAnyOrderElementsOf(fresh(TWO));
  }

  /** What there is where nothing was before. */
  private static List<Snapshot.Entry> fresh(Metainfo metainfo) {
    var other = new PublishedRecords(RecordSettings.DEFAULT, Instant::now);
    other.publish(KEY, metainfo);
    return other.snapshot().rrsets();
  }

  /** The case: a cache that has asked for some names before the change, others after it. */
  @ParameterizedTest
  @CsvSource({"2300, 2700", "5000, 2300", "5000, 20000", "20000, 20001", "2300, 5", "5, 2300"})
  void publish_throughACache(int before, int after) throws Exception {
    var random = new Random(4711);
    for (int run = 0; run < 8; run++) {
      published.withdrawn(KEY);
      published.publish(KEY, TestTorrents.metainfo(before));
      var cache = new Cache();
      // Each name was asked for at a time of its own.
      for (int part : shuffledParts(random)) {
        var unused = cache.get(part);
        pass(Duration.ofSeconds(random.nextInt(30)));
      }
      published.publish(KEY, TestTorrents.metainfo(after));
      for (int i = 0; i < 50; i++) {
        assertThat(read(cache))
            .as("run %d of seed 4711, look %d", run, i)
            .isIn(whole(TestTorrents.metainfo(before)), whole(TestTorrents.metainfo(after)));
        pass(Duration.ofSeconds(random.nextInt(30)));
      }
      assertThat(read(cache)).isEqualTo(whole(TestTorrents.metainfo(after)));
    }
  }

  private List<Integer> shuffledParts(Random random) {
    List<Integer> parts = new ArrayList<>(parts());
    Collections.shuffle(parts, random);
    return parts;
  }

  /** The file is looked at again and again meanwhile, and that begins nothing anew. */
  @Test
  void publish_sameAgain() throws Exception {
    published.publish(KEY, TWO);
    for (var metainfo : List.of(ALSO_TWO, THREE, TEN)) {
      for (int i = 0; i < 9; i++) {
        published.publish(KEY, metainfo);
        pass(STEP.dividedBy(4));
        assertThat(answer()).isEqualTo(whole(metainfo));
      }
      assertThat(published.snapshot().rrsets())
          .containsExactlyInAnyOrderElementsOf(fresh(metainfo));
    }
  }

  @Test
  void publish_noLongerSplit() throws Exception {
    published.publish(KEY, TWO);
    published.publish(KEY, SMALL);
    assertThat(parts()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(answer()).isEqualTo(whole(SMALL));
    pass(STEP);
    assertThat(parts()).containsExactly(0);
  }

  /** A base may name no more parts than it has records: 10 parts of before leave no room for 2. */
  @Test
  void publish_muchShorter_atOnce() throws Exception {
    published.publish(KEY, TEN);
    published.publish(KEY, TWO);
    assertThat(parts()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(answer()).isEqualTo(whole(TWO));
  }

  /** Access can be taken away: nothing may stay for longer than it must. */
  @Test
  void withdrawn_whileItIsReplaced() throws Exception {
    published.publish(KEY, TWO);
    published.publish(KEY, ALSO_TWO);
    published.withdrawn(KEY);
    assertThat(published.size()).isZero();
    pass(STEP);
    pass(STEP);
    assertThat(published.size()).isZero();
    published.publish(KEY, TWO);
    assertThat(answer()).isEqualTo(whole(TWO));
  }

  /** A start in between: what was begun is ended, from what stands in the files. */
  @Test
  void open_whileItIsReplaced(@TempDir Path folder) throws Exception {
    try (var before = PublishedRecords.open(folder, RecordSettings.DEFAULT, Instant::now)) {
      before.publish(KEY, TWO);
      before.publish(KEY, ALSO_TWO);
      assertThat(before.size()).isEqualTo(5);
    }
    var settings = RecordSettings.DEFAULT;
    try (var after = PublishedRecords.open(folder, settings, Instant::now)) {
      after.publish(KEY, ALSO_TWO);
      after.walked();
      assertThat(joined(after)).isEqualTo(whole(ALSO_TWO));
    }
  }

  private static FallbackAnswer joined(PublishedRecords records) throws MalformedRecordsException {
    return joined(
        records.snapshot().rrsets().stream()
            .collect(Collectors.toMap(entry -> entry.name().part(), Snapshot.Entry::rrset)));
  }

  private static FallbackAnswer joined(Map<Integer, TxtRrset> byPart)
      throws MalformedRecordsException {
    Map<Integer, List<List<String>>> texts = new HashMap<>();
    byPart.forEach((part, rrset) -> texts.put(part, texts(rrset)));
    return FallbackRecords.join(
        (FallbackAnswer.Split) FallbackRecords.parse(texts.getOrDefault(0, List.of())), texts);
  }

  private static List<List<String>> texts(TxtRrset rrset) {
    return rrset.records(Name.root).stream()
        .map(record -> List.copyOf(((TXTRecord) record).getStrings()))
        .toList();
  }

  /** A reader always sees one whole torrent or the other, also by the changes. */
  @Test
  void publish_atOnce() throws Exception {
    long start = published.snapshot().serial();
    var publisher =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 300; i++) {
                published.publish(KEY, i % 2 == 0 ? TWO : TEN);
              }
            });
    var seen = new HashSet<FallbackAnswer>();
    while (!publisher.isDone()) {
      if (published.size() > 0) {
        seen.add(joined(published));
      }
      var versions = published.since(start);
      if (versions.isPresent()) {
        Map<Integer, TxtRrset> there = new HashMap<>();
        for (var version : versions.get()) {
          version.changes().forEach(change -> apply(change, there));
          seen.add(joined(there));
        }
      }
    }
    publisher.get();
    assertThat(seen).isSubsetOf(whole(TWO), whole(TEN)).isNotEmpty();
  }

  private static void apply(Change change, Map<Integer, TxtRrset> there) {
    RecordName name = change.name();
    if (change.after().isPresent()) {
      there.put(name.part(), change.after().get());
    } else {
      there.remove(name.part());
    }
  }
}
