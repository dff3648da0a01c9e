package org.spillway.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneJournalTest {
  private static final long LAST = 0xFFFFFFFFL;
  private static final long START = 1_800_000_000;
  private static final TxtRrset OLD = TxtRrset.of(List.of(List.of("old")), 300);
  private static final TxtRrset NEW = TxtRrset.of(List.of(List.of("new")), 300);

  private Instant now = Instant.ofEpochSecond(START);
  private final ZoneJournal journal = new ZoneJournal(() -> now);

  private static RecordName name(int number) {
    return new RecordName(number, 0, 0, 0);
  }

  private void change(int name) {
    journal.add(List.of(new Change(name(name), OLD, NEW)));
  }

  @Test
  void serial_noChange() {
    now = now.plusSeconds(5);
    assertThat(journal.serial()).isEqualTo(START);
  }

  @Test
  void serial_laterChange() {
    now = now.plusSeconds(5);
    change(1);
    assertThat(journal.serial()).isEqualTo(START + 5);
  }

  @Test
  void serial_changeWithinTheSecond() {
    change(1);
    assertThat(journal.serial()).isEqualTo(START);
    now = now.plusSeconds(1);
    assertThat(journal.serial()).isEqualTo(START + 1);
  }

  @Test
  void close_changesWithinOneSecond() {
    change(1);
    assertThat(journal.close()).isEqualTo(START + 1);
    change(2);
    assertThat(journal.close()).isEqualTo(START + 2);
    assertThat(journal.close()).isEqualTo(START + 2);
  }

  /** Nobody saw what was in between. */
  @Test
  void close_changesUnseen() {
    IntStream.range(0, 1_000_000).forEach(this::change);
    assertThat(journal.close()).isEqualTo(START + 1);
    assertThat(journal.since(START)).isEmpty();
    assertThat(journal.since(START + 1)).contains(List.of());
  }

  /** What nobody looks at takes no more room than what is kept. */
  @Test
  void add_tooMuchUnseen() {
    change(1);
    journal.close();
    var large = TxtRrset.of(Collections.nCopies(200, List.of("x".repeat(255))), 300);
    IntStream.range(0, 6000).forEach(i -> journal.add(List.of(new Change(name(i), null, large))));
    assertThat(journal.close()).isEqualTo(START + 2);
    assertThat(journal.since(START + 1)).isEmpty();
    change(2);
    assertThat(journal.since(START + 2)).hasValueSatisfying(kept -> assertThat(kept).hasSize(1));
  }

  @Test
  void close_clockSetBack() {
    now = now.minusSeconds(1000);
    change(1);
    assertThat(journal.close()).isEqualTo(START + 1);
  }

  /** It must not wait until the clock has caught up. */
  @Test
  void serial_clockSetBack() {
    now = now.minusSeconds(3600);
    change(1);
    assertThat(journal.serial()).isEqualTo(START + 1);
    change(2);
    assertThat(journal.serial()).isEqualTo(START + 1);
    now = now.plusSeconds(1);
    assertThat(journal.serial()).isEqualTo(START + 2);
  }

  @Test
  void open_goesOn(@TempDir Path folder) throws IOException {
    try (var file = SerialFile.open(folder)) {
      var before = ZoneJournal.open(() -> now, file);
      before.add(List.of(new Change(name(1), OLD, NEW)));
      assertThat(before.close()).isEqualTo(START + 1);
    }
    now = now.minusSeconds(60);
    try (var file = SerialFile.open(folder)) {
      var after = ZoneJournal.open(() -> now, file);
      assertThat(after.serial()).isEqualTo(START + 2);
      assertThat(after.since(START + 1)).isEmpty();
    }
    now = now.plusSeconds(3600);
    try (var file = SerialFile.open(folder)) {
      assertThat(ZoneJournal.open(() -> now, file).serial()).isEqualTo(now.getEpochSecond());
    }
  }

  @Test
  void add_cameAndWent() {
    journal.add(List.of(new Change(name(1), null, OLD)));
    journal.add(List.of(new Change(name(1), OLD, null)));
    journal.close();
    assertThat(journal.since(START)).contains(List.of(new ZoneVersion(START + 1, List.of())));
  }

  @Test
  void since_tooManyBytes() {
    var large = TxtRrset.of(Collections.nCopies(200, List.of("x".repeat(255))), 300);
    for (int i = 0; i < 6000; i++) {
      journal.add(List.of(new Change(name(i), null, large)));
      journal.close();
    }
    assertThat(journal.since(START)).isEmpty();
    assertThat(journal.since(START + 5990)).isPresent();
  }

  /** RFC 1982 §3: after the last number comes 0. */
  @Test
  void close_wraps() {
    now = Instant.ofEpochSecond(LAST);
    var wrapping = new ZoneJournal(() -> now);
    assertThat(wrapping.serial()).isEqualTo(LAST);
    wrapping.add(List.of(new Change(name(1), OLD, NEW)));
    assertThat(wrapping.close()).isZero();
    assertThat(wrapping.since(LAST))
        .hasValueSatisfying(versions -> assertThat(versions).hasSize(1));
    now = Instant.ofEpochSecond(LAST + 11);
    wrapping.add(List.of(new Change(name(1), NEW, OLD)));
    assertThat(wrapping.close()).isEqualTo(10);
  }

  @Test
  void since_versionsOneByOne() {
    change(1);
    journal.close();
    change(2);
    change(3);
    var versions = journal.since(START).orElseThrow();
    assertThat(versions).extracting(ZoneVersion::serial).containsExactly(START + 1, START + 2);
    assertThat(journal.since(START + 1)).contains(versions.subList(1, 2));
    assertThat(journal.since(START + 2)).contains(List.of());
    assertThat(journal.since(START + 3)).isEmpty();
    assertThat(journal.since(START - 1)).isEmpty();
  }

  @Test
  void since_changesOfOneName_areOne() {
    journal.add(List.of(new Change(name(1), null, OLD)));
    journal.add(List.of(new Change(name(1), OLD, NEW)));
    journal.add(List.of(new Change(name(2), null, OLD)));
    journal.add(List.of(new Change(name(2), OLD, null)));
    var change = journal.since(START).orElseThrow().get(0).changes();
    assertThat(change).hasSize(1);
    assertThat(change.get(0).before()).isEmpty();
    assertThat(change.get(0).after()).contains(NEW);
  }

  @Test
  void since_tooLongAgo() {
    change(1);
    journal.close();
    IntStream.range(0, 99_999).forEach(this::change);
    journal.close();
    assertThat(journal.since(START)).isPresent();
    change(1);
    assertThat(journal.since(START)).isEmpty();
    assertThat(journal.since(START + 1)).isPresent();
  }
}
