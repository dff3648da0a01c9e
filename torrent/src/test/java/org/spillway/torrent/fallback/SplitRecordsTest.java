package org.spillway.torrent.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.Sha256;

/** The form of a torrent that no single name can hold, and the limits of both profiles. */
class SplitRecordsTest {
  private static final long SEED = 20_261_121;

  @Test
  void of_split() throws Exception {
    byte[] torrent = torrent(100_000);
    var form = FallbackRecords.of(torrent, FallbackProfile.DEFAULT);
    String hash = Sha256.digest(torrent).toString().substring(0, 16);
    assertThat(form.base()).containsExactly(List.of("v=bt1;n=10;h=" + hash + ";s=3"));
    assertThat(form.parts()).hasSize(3);
    assertThat(form.parts().get(2))
        .extracting(strings -> strings.get(0))
        .containsExactly("v=bt1;i=9;n=10;h=" + hash, "v=bt1;i=10;n=10;h=" + hash);
    var split = new FallbackAnswer.Split(List.of(new SplitSet(10, hash, 3)));
    assertThat(FallbackRecords.parse(form.base())).isEqualTo(split);
    assertThat(FallbackRecords.join(split, numbered(form)))
        .isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  @ParameterizedTest(name = "{0}: {1} bytes stand in {2} records and {3} parts")
  @CsvSource({
    "DEFAULT, 2, 1, 0",
    "DEFAULT, 11_900, 1, 0",
    "DEFAULT, 11_901, 2, 0",
    "DEFAULT, 44_000, 4, 0",
    "DEFAULT, 44_001, 1, 2",
    "DEFAULT, 88_000, 1, 2",
    "DEFAULT, 88_001, 1, 3",
    "DEFAULT, 17_600_000, 1, 400",
    "PORTABLE, 1_500, 1, 0",
    "PORTABLE, 1_501, 2, 0",
    "PORTABLE, 5_880, 4, 0",
    "PORTABLE, 5_881, 1, 2",
    "PORTABLE, 2_352_000, 1, 400",
  })
  void of_bounds(FallbackProfile profile, String length, int records, int parts) {
    var form = FallbackRecords.of(torrent(Integer.parseInt(length.replace("_", ""))), profile);
    assertThat(form.base()).hasSize(records);
    assertThat(form.parts()).hasSize(parts);
    assertThat(form.isSplit()).isEqualTo(parts > 0);
    requireLimits(form, profile);
  }

  @ParameterizedTest
  @EnumSource
  void of_tooLong(FallbackProfile profile) {
    byte[] torrent = new byte[profile.maxTorrent() + 1];
    assertThatThrownBy(() -> FallbackRecords.of(torrent, profile))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a .torrent must have at most %2$d bytes, had %1$d",
            torrent.length, profile.maxTorrent());
  }

  @ParameterizedTest
  @EnumSource
  void roundTrip_anySize(FallbackProfile profile) throws Exception {
    System.out.println("SplitRecordsTest: seed " + SEED);
    var random = new Random(SEED);
    int longest = 10 * profile.maxTagged();
    for (int i = 0; i < 300; i++) {
      byte[] torrent = torrent(2 + random.nextInt(longest), random);
      var form = FallbackRecords.of(torrent, profile);
      requireLimits(form, profile);
      assertThat(read(shuffled(form, random))).isEqualTo(new FallbackAnswer.Torrent(torrent));
    }
  }

  /** Records in any order, and in any part: their numbers alone count. */
  private static PublishedForm shuffled(PublishedForm form, Random random) {
    var base = new ArrayList<>(form.base());
    base.add(List.of("v=spf1 -all"));
    Collections.shuffle(base, random);
    var parts = new ArrayList<List<List<String>>>();
    for (var part : form.parts()) {
      var records = new ArrayList<>(part);
      records.add(List.of("v=bt1;i=1;n=1;h=0123456789abcdef", "AAAA"));
      records.add(List.of());
      Collections.shuffle(records, random);
      parts.add(records);
    }
    Collections.shuffle(parts, random);
    return new PublishedForm(base, parts);
  }

  private static FallbackAnswer read(PublishedForm form) throws MalformedRecordsException {
    var answer = FallbackRecords.parse(form.base());
    return answer instanceof FallbackAnswer.Split split
        ? FallbackRecords.join(split, numbered(form))
        : answer;
  }

  private static void requireLimits(PublishedForm form, FallbackProfile profile) {
    requireLimits(form.base(), profile);
    form.parts().forEach(part -> requireLimits(part, profile));
  }

  private static void requireLimits(List<List<String>> rrset, FallbackProfile profile) {
    assertThat(rrset).hasSizeBetween(1, 90);
    assertThat(rrset).allMatch(record -> record.stream().allMatch(text -> text.length() <= 255));
    switch (profile) {
      case DEFAULT -> {
        assertThat(rrset).allMatch(record -> rdata(record) < 16_000);
        assertThat(rrset.stream().mapToInt(SplitRecordsTest::rdata).sum()).isLessThan(60_000);
      }
      case PORTABLE -> {
        assertThat(rrset).allMatch(record -> written(record) <= 2_048);
        assertThat(rrset.stream().mapToInt(SplitRecordsTest::written).sum()).isLessThan(8_192);
      }
    }
  }

  /** As it goes over the wire, a length byte before each string (RFC 1035 §3.3.14). */
  private static int rdata(List<String> record) {
    return record.stream().mapToInt(text -> text.length() + 1).sum();
  }

  /** As it stands in a zone file. */
  private static int written(List<String> record) {
    return ("\"" + String.join("\" \"", record) + "\"").length();
  }

  /** While a file changes, records of its old and its new torrent can be seen together. */
  @Test
  void join_twoSets() throws Exception {
    byte[] torrent = torrent(100_000);
    var form = FallbackRecords.of(torrent, FallbackProfile.DEFAULT);
    var other = FallbackRecords.of(torrent(150_000), FallbackProfile.DEFAULT);
    var base = new ArrayList<>(other.base());
    base.addAll(form.base());
    var split = (FallbackAnswer.Split) FallbackRecords.parse(base);
    assertThat(split.parts()).isEqualTo(4);
    var parts = numbered(form);
    parts.put(4, other.parts().get(3));
    parts.put(2, List.of());
    parts.put(1, concat(form.parts().get(0), form.parts().get(1)));
    assertThat(FallbackRecords.join(split, parts)).isEqualTo(new FallbackAnswer.Torrent(torrent));
  }

  private static List<List<String>> concat(List<List<String>> first, List<List<String>> second) {
    List<List<String>> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  /** A whole tagged set beside it needs no parts. */
  @Test
  void parse_taggedBesideSplit() throws Exception {
    byte[] torrent = torrent(20_000);
    var split = FallbackRecords.of(torrent(100_000), FallbackProfile.DEFAULT).base();
    var tagged = FallbackRecords.of(torrent, FallbackProfile.DEFAULT).base();
    assertThat(FallbackRecords.parse(concat(split, tagged)))
        .isEqualTo(new FallbackAnswer.Torrent(torrent));
    assertThat(FallbackRecords.parse(concat(split, tagged.subList(1, 2))))
        .isInstanceOf(FallbackAnswer.Split.class);
  }

  @Test
  void join_partMissing() throws Exception {
    var form = FallbackRecords.of(torrent(150_000), FallbackProfile.DEFAULT);
    var parts = numbered(form);
    parts.remove(2);
    parts.put(4, List.of());
    requireMalformed(
        form,
        parts,
        "split torrent %s: without its parts [2, 4]: of 14 records 5, 6, 7, 8, 13, 14 are missing");
  }

  @Test
  void join_manyRecordsMissing() throws Exception {
    var form = FallbackRecords.of(torrent(150_000), FallbackProfile.DEFAULT);
    requireMalformed(
        form,
        Map.of(),
        "split torrent %s: without its parts [1, 2, 3, 4]: of 14 records"
            + " 1, 2, 3, 4, 5, 6, 7, 8 and more are missing");
  }

  @Test
  void join_partOfAnotherTorrent() throws Exception {
    var form = FallbackRecords.of(torrent(100_000), FallbackProfile.DEFAULT);
    var parts = numbered(form);
    parts.put(3, FallbackRecords.of(torrent(99_999), FallbackProfile.DEFAULT).parts().get(2));
    requireMalformed(form, parts, "split torrent %s: of 10 records 9, 10 are missing");
  }

  @Test
  void join_recordWrong() throws Exception {
    var form = FallbackRecords.of(torrent(100_000), FallbackProfile.DEFAULT);
    var parts = numbered(form);
    var record = new ArrayList<>(form.parts().get(0).get(1));
    record.set(3, record.get(4));
    parts.put(1, concat(form.parts().get(0), List.of(record)));
    requireMalformed(form, parts, "split torrent %s: its records are all there, but one is wrong");
    record.set(3, "not base64!");
    parts.put(1, List.of(form.parts().get(0).get(0), record));
    requireMalformed(form, parts, "split torrent %s: of 10 records 2, 3, 4 are missing");
  }

  private static void requireMalformed(
      PublishedForm form, Map<Integer, List<List<String>>> parts, String problem) throws Exception {
    var split = (FallbackAnswer.Split) FallbackRecords.parse(form.base());
    assertThatThrownBy(() -> FallbackRecords.join(split, parts))
        .isInstanceOf(MalformedRecordsException.class)
        .hasMessage(problem, form.base().get(0).get(0));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "1, 2", "500, 401", "10000, 3"})
  void splitSet_impossible(int count, int parts) {
    assertThatThrownBy(() -> new SplitSet(count, "0123456789abcdef", parts))
        .isInstanceOf(IllegalArgumentException.class);
    var base = "v=bt1;n=%d;h=0123456789abcdef;s=%d".formatted(count, parts);
    assertThatThrownBy(() -> FallbackRecords.parse(List.of(List.of(base))))
        .hasMessage("no record holds a torrent or a magnet link");
  }

  @Test
  void partName_belowTheName() {
    String name = RequestHash.ofPath("/pub/myfile.tar.gz").nameUnder("dl.example.org");
    assertThat(PublishedForm.partName(3, name))
        .isEqualTo("3.438296e855494825557824b691a09d06a86a21f1._torrent.dl.example.org");
  }

  private static Map<Integer, List<List<String>>> numbered(PublishedForm form) {
    Map<Integer, List<List<String>>> parts = new TreeMap<>();
    for (int part = 1; part <= form.parts().size(); part++) {
      parts.put(part, form.parts().get(part - 1));
    }
    return parts;
  }

  private static byte[] torrent(int length) {
    return torrent(length, new Random(SEED));
  }

  /** Random bytes that begin as every .torrent does. */
  private static byte[] torrent(int length, Random random) {
    byte[] torrent = new byte[Math.max(2, length)];
    random.nextBytes(torrent);
    torrent[0] = 'd';
    torrent[1] = '8';
    return Arrays.copyOf(torrent, length);
  }
}
