package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.HOST;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.metainfo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.dns.zone.TxtRrset;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackProfile;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.torrent.signature.CertificateChain;
import org.spillway.torrent.signature.SignatureAlgorithm;
import org.spillway.torrent.signature.SignatureRecord;
import org.spillway.torrent.signature.SignedContent;
import org.spillway.torrent.signature.TorrentSigner;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

/** Signatures beside records, how long they stay, and what replaces them. */
class SignedRecordsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration KEPT = Duration.ofHours(2).plus(RecordSettings.DEFAULT.ttl());

  /** 46 KB, 5 records in 2 parts. */
  private static final Metainfo SPLIT = metainfo(2300);

  @TempDir private static Path keys;

  private static TorrentSigner signer;
  private static TorrentSigner next;

  @TempDir private Path folder;

  private Instant now = NOW;
  private long nanos;
  private PublishedRecords published = open(RecordSettings.DEFAULT);

  private PublishedRecords open(RecordSettings settings) {
    return new PublishedRecords(settings, () -> now, () -> nanos);
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    signer = TestSigners.make(keys, "one", HOST);
    next = TestSigners.make(keys, "two", HOST);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
    published.advance();
  }

  private List<List<String>> records(RecordName name) {
    return published.find(name).map(SignedRecordsTest::records).orElse(List.of());
  }

  private static List<List<String>> records(TxtRrset rrset) {
    List<List<String>> records = new ArrayList<>();
    rrset
        .records(Name.fromConstantString("any."))
        .forEach(record -> records.add(((TXTRecord) record).getStrings()));
    return records;
  }

  private List<List<String>> records(Metainfo metainfo) {
    return records(RecordName.of(key(metainfo).requestHash()));
  }

  private Optional<SignatureRecord> signature(Metainfo metainfo) {
    return records(metainfo).stream().flatMap(it -> SignatureRecord.parse(it).stream()).findFirst();
  }

  /** Checks the signature with the certificates that stand where the record says. */
  private void assertSigned(Metainfo metainfo, SignedContent content) throws Exception {
    var record = signature(metainfo).orElseThrow();
    assertThat(record.hosts()).containsExactly(HOST);
    assertThat(record.target()).isEqualTo(key(metainfo).requestHash());
    var chainRecords = records(RecordName.ofLabels(record.chain()).orElseThrow());
    var document = (FallbackAnswer.Torrent) FallbackRecords.parse(chainRecords);
    var chain = CertificateChain.parse(document.content().toBytes());
    assertThat(chain.id()).isEqualTo(record.chain());
    var algorithm = SignatureAlgorithm.of(record.algorithm()).orElseThrow();
    assertThat(record.verify(algorithm, chain.x509().get(0).getPublicKey(), content)).isTrue();
  }

  private static SignedContent content(Metainfo metainfo) {
    return SignedContent.ofTorrent(metainfo.toBytes()).orElseThrow();
  }

  @Test
  void publish_everyForm() throws Exception {
    published.signWith(signer);
    for (Metainfo metainfo : List.of(SMALL, LARGE, TAGGED, SPLIT)) {
      published.publish(key(metainfo), metainfo);
      assertSigned(metainfo, content(metainfo));
      assertThat(read(metainfo)).isEqualTo(new FallbackAnswer.Torrent(metainfo.toBytes()));
    }
  }

  private FallbackAnswer read(Metainfo metainfo) throws Exception {
    var name = RecordName.of(key(metainfo).requestHash());
    var answer = FallbackRecords.parse(records(name));
    if (answer instanceof FallbackAnswer.Split split) {
      Map<Integer, List<List<String>>> parts = new HashMap<>();
      for (int part = 1; part <= split.parts(); part++) {
        parts.put(part, records(name.withPart(part)));
      }
      return FallbackRecords.join(split, parts);
    }
    return answer;
  }

  @Test
  void publish_magnetLink() throws Exception {
    published = open(RecordSettings.DEFAULT.withMaxTorrent(1000));
    published.signWith(signer);
    published.publish(key(LARGE), LARGE);
    assertSigned(LARGE, SignedContent.ofMagnet(MagnetLink.of(LARGE).toString()));
  }

  @Test
  void publish_again_keepsTheSignature() {
    published.signWith(signer);
    for (Metainfo metainfo : List.of(SMALL, TAGGED, SPLIT)) {
      published.publish(key(metainfo), metainfo);
      var before = records(metainfo);
      now = now.plusSeconds(60);
      published.publish(key(metainfo), metainfo);
      assertThat(records(metainfo)).isEqualTo(before);
    }
  }

  @Test
  void publish_otherContent_isSignedAnew() throws Exception {
    published.signWith(signer);
    published.publish(key(SMALL), SMALL);
    now = now.plusSeconds(60);
    published.publish(key(SMALL), LARGE);
    assertSigned(SMALL, content(LARGE));
    assertThat(signature(SMALL).orElseThrow().date()).isEqualTo(now);
  }

  @Test
  void open_sameSigner_changesNothing() throws Exception {
    List<List<String>> before;
    try (var first = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> now)) {
      published = first;
      published.signWith(signer);
      published.publish(key(SMALL), SMALL);
      before = records(SMALL);
    }
    now = now.plusSeconds(3600);
    try (var second = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> now)) {
      published = second;
      published.signWith(signer);
      published.publish(key(SMALL), SMALL);
      published.walked();
      assertThat(records(SMALL)).isEqualTo(before);
      assertThat(published.size()).isEqualTo(2);
      assertSigned(SMALL, content(SMALL));
    }
  }

  @Test
  void open_withoutSigner_takesSignaturesAway() throws Exception {
    try (var first = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> now)) {
      first.signWith(signer);
      first.publish(key(SMALL), SMALL);
    }
    try (var second = PublishedRecords.open(folder, RecordSettings.DEFAULT, () -> now)) {
      published = second;
      published.publish(key(SMALL), SMALL);
      published.walked();
      assertThat(signature(SMALL)).isEmpty();
      assertThat(published.size()).isEqualTo(1);
    }
  }

  @Test
  void signWith_publishedBefore() throws Exception {
    for (Metainfo metainfo : List.of(SMALL, TAGGED, SPLIT)) {
      published.publish(key(metainfo), metainfo);
      assertThat(signature(metainfo)).isEmpty();
    }
    published.signWith(signer);
    pass(Duration.ofSeconds(1));
    for (Metainfo metainfo : List.of(SMALL, TAGGED, SPLIT)) {
      assertSigned(metainfo, content(metainfo));
    }
  }

  @Test
  void signWith_another_replacesAllAndKeepsTheOldChainForAWhile() throws Exception {
    published.signWith(signer);
    for (Metainfo metainfo : List.of(SMALL, LARGE, SPLIT)) {
      published.publish(key(metainfo), metainfo);
    }
    var part = RecordName.of(key(SPLIT).requestHash()).withPart(1);
    var partBefore = records(part);
    pass(Duration.ofDays(1));
    published.signWith(next);
    pass(Duration.ofSeconds(1));
    for (Metainfo metainfo : List.of(SMALL, LARGE, SPLIT)) {
      assertSigned(metainfo, content(metainfo));
      assertThat(signature(metainfo).orElseThrow().chain()).isEqualTo(next.chain().id());
    }
    assertThat(records(part)).isEqualTo(partBefore);
    var old = RecordName.ofLabels(signer.chain().id()).orElseThrow();
    pass(KEPT.minusSeconds(10));
    assertThat(published.find(old)).isPresent();
    pass(Duration.ofSeconds(20));
    assertThat(published.find(old)).isEmpty();
    assertSigned(SMALL, content(SMALL));
  }

  @Test
  void advance_afterSevenDays() throws Exception {
    published.signWith(signer);
    published.publish(key(SMALL), SMALL);
    pass(Duration.ofDays(6));
    assertThat(signature(SMALL).orElseThrow().date()).isEqualTo(NOW);
    pass(Duration.ofDays(1));
    assertThat(signature(SMALL).orElseThrow().date()).isEqualTo(now);
    assertSigned(SMALL, content(SMALL));
  }

  /** Readers would say that the signature is from the future. */
  @Test
  void advance_clockWasSetBack() {
    published.signWith(signer);
    published.publish(key(SMALL), SMALL);
    pass(Duration.ofSeconds(1));
    now = now.minus(Duration.ofDays(60));
    published.advance();
    assertThat(signature(SMALL).orElseThrow().date()).isEqualTo(now);
  }

  @Test
  void advance_signsSoManyAtATime() {
    for (int i = 0; i < 500; i++) {
      published.publish(numbered(i), SMALL);
    }
    published.signWith(signer);
    assertThat(signed()).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(signed()).isEqualTo(200);
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(signed()).isEqualTo(500);
  }

  private static TorrentKey numbered(int number) {
    String path = "/many/" + number;
    return new TorrentKey(path, RequestHash.ofPath(path), SMALL.info().swarmHashes());
  }

  private long signed() {
    long signed = 0;
    for (int i = 0; i < 500; i++) {
      signed +=
          records(RecordName.of(numbered(i).requestHash())).stream()
              .filter(SignatureRecord::isOne)
              .count();
    }
    return signed;
  }

  /** 5,700 bytes: four tagged records are all that a name holds. */
  @Test
  void publish_portable_staysWithinAName() throws Exception {
    var metainfo = metainfo(280);
    published =
        open(new RecordSettings(Duration.ofMinutes(5), 1_000_000, FallbackProfile.PORTABLE));
    published.publish(key(metainfo), metainfo);
    assertThat(records(metainfo)).hasSize(4);
    published.signWith(signer);
    pass(Duration.ofSeconds(1));
    assertSigned(metainfo, content(metainfo));
    assertThat(characters(records(metainfo))).isLessThan(8192);
    assertThat(read(metainfo)).isEqualTo(new FallbackAnswer.Torrent(metainfo.toBytes()));
    var smaller = metainfo(200);
    published.publish(key(smaller), smaller);
    assertThat(records(smaller)).hasSize(4);
    assertThat(characters(records(smaller))).isLessThan(8192);
  }

  /** Returns the strings as in a zone file, each with its quotes and a space. */
  private static int characters(List<List<String>> records) {
    return records.stream().flatMap(List::stream).mapToInt(string -> string.length() + 3).sum();
  }
}
