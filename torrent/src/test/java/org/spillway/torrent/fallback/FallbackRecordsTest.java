package org.spillway.torrent.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;

class FallbackRecordsTest {
  private static final long SEED = 20_260_107;
  private static final List<String> FOREIGN = List.of("v=spf1 include:example.org ~all");

  @Test
  void of_plain() throws Exception {
    byte[] torrent = torrent(11_900);
    var rrset = FallbackRecords.of(torrent);
    assertThat(rrset).hasSize(1);
    var strings = rrset.get(0);
    assertThat(strings).hasSize(63);
    assertThat(strings.subList(0, 62)).allMatch(string -> string.length() == 255);
    assertThat(String.join("", strings))
        .startsWith("ZD")
        .isEqualTo(Base64.getEncoder().encodeToString(torrent));
    assertThat(recordLength(strings)).isLessThan(16_000);
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @Test
  void of_tagged() throws Exception {
    byte[] torrent = torrent(11_901);
    var rrset = FallbackRecords.of(torrent);
    String hash = Sha256.digest(torrent).toString().substring(0, 16);
    assertThat(rrset)
        .extracting(strings -> strings.get(0))
        .containsExactly("v=bt1;i=1;n=2;h=" + hash, "v=bt1;i=2;n=2;h=" + hash);
    assertThat(rrset).allMatch(strings -> recordLength(strings) < 16_000);
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @Test
  void of_tooLargeForOneSet() throws Exception {
    byte[] largest = torrent(44_000);
    var rrset = FallbackRecords.of(largest);
    assertThat(rrset).hasSize(4);
    assertThat(rrset.stream().mapToInt(FallbackRecordsTest::recordLength).sum())
        .isLessThanOrEqualTo(60_000);
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(largest));
    assertThat(FallbackRecords.of(torrent(46_000))).isEmpty();
  }

  /** As it stands in the record, a length byte before each string (RFC 1035 §3.3.14). */
  private static int recordLength(List<String> strings) {
    return strings.stream().mapToInt(string -> string.length() + 1).sum();
  }

  @Test
  void of_magnet() throws Exception {
    var link =
        MagnetLink.builder()
            .infoHash(InfoHash.parse("c9e15763f722f23e98a29decdfae341b98d53056"))
            .name("n".repeat(300))
            .build();
    var rrset = FallbackRecords.of(link);
    assertThat(rrset).hasSize(1);
    assertThat(rrset.get(0)).hasSize(2);
    assertThat(String.join("", rrset.get(0))).isEqualTo("v=bt1;m=" + link);
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Magnet(link));
  }

  @Test
  void parse_shuffledAmongForeignRecords() throws Exception {
    System.out.println("FallbackRecordsTest: seed " + SEED);
    var random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      byte[] torrent = torrent(1 + random.nextInt(44_000), random);
      var rrset = new ArrayList<>(FallbackRecords.of(torrent));
      rrset.add(FOREIGN);
      rrset.add(List.of());
      rrset.add(List.of("v=bt1;i=1;n=2;h=short", "rest"));
      rrset.add(List.of("", "v=bt1;i=1;n=1;h=0123456789abcdef"));
      Collections.shuffle(rrset, random);
      assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
    }
  }

  /** While a file changes, records of its old and its new torrent can be seen together. */
  @Test
  void parse_twoSetsMixed() throws Exception {
    byte[] torrent = torrent(30_000);
    var whole = FallbackRecords.of(torrent);
    var other = FallbackRecords.of(Arrays.copyOf(torrent, 29_000));
    var rrset = new ArrayList<>(whole);
    rrset.add(0, other.get(2));
    rrset.add(2, other.get(0));
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @Test
  void parse_twoWholeSets() throws Exception {
    var first = FallbackRecords.of(torrent(20_000));
    var rrset = new ArrayList<>(first);
    rrset.addAll(FallbackRecords.of(torrent(20_001)));
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent(20_000)));
  }

  @Test
  void parse_brokenSetBesideAWholeOne() throws Exception {
    byte[] torrent = torrent(20_000);
    var rrset = new ArrayList<List<String>>();
    rrset.add(List.of("v=bt1;i=1;n=1;h=0123456789abcdef", "no base64!"));
    rrset.addAll(FallbackRecords.of(torrent));
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @Test
  void parse_sameRecordTwice() throws Exception {
    byte[] torrent = torrent(20_000);
    var rrset = new ArrayList<>(FallbackRecords.of(torrent));
    rrset.add(rrset.get(0));
    assertThat(FallbackRecords.parse(rrset)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void parse_partMissing(int part) {
    var rrset = new ArrayList<>(FallbackRecords.of(torrent(30_000)));
    rrset.remove(part);
    requireMalformed(rrset, "tagged records of which some are missing or wrong: [n=3;h=");
  }

  @Test
  void parse_partWrong() {
    var rrset = new ArrayList<>(FallbackRecords.of(torrent(30_000)));
    var strings = new ArrayList<>(rrset.get(1));
    String text = strings.get(5);
    strings.set(5, (text.startsWith("A") ? "B" : "A") + text.substring(1));
    rrset.set(1, strings);
    requireMalformed(rrset, "tagged records of which some are missing or wrong: [n=3;h=");
  }

  @Test
  void parse_nothingOfOurs() {
    String nothing = "no record holds a torrent or a magnet link";
    requireMalformed(List.of(), nothing);
    requireMalformed(List.of(FOREIGN), nothing);
    requireMalformed(List.of(List.of(), List.of("")), nothing);
    requireMalformed(List.of(List.of("v=bt1;i=1;n=99999;h=0123456789abcdef", "AAAA")), nothing);
  }

  @Test
  void parse_malformed() {
    requireMalformed(List.of(List.of("ZD!")), "not base64");
    requireMalformed(List.of(List.of("ZDü=")), "not base64");
    requireMalformed(
        List.of(List.of("v=bt1;m=magnet:?dn=a")), "magnet link: xt: there is no infohash");
    requireMalformed(List.of(List.of("v=bt1;m=")), "magnet link: a magnet link must begin with");
  }

  private static void requireMalformed(List<List<String>> rrset, String problem) {
    assertThatThrownBy(() -> FallbackRecords.parse(rrset))
        .isInstanceOf(MalformedRecordsException.class)
        .hasMessageStartingWith(problem);
  }

  private static byte[] torrent(int length) {
    return torrent(length, new Random(SEED));
  }

  /** Random bytes that begin as every .torrent does. */
  private static byte[] torrent(int length, Random random) {
    byte[] torrent = new byte[length + 2];
    random.nextBytes(torrent);
    torrent[0] = 'd';
    torrent[1] = '8';
    return Arrays.copyOf(torrent, Math.max(2, length));
  }
}
