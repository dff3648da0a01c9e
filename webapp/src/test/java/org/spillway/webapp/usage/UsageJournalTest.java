package org.spillway.webapp.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.catalog.usage.Delivery.HTTP;
import static org.spillway.catalog.usage.Delivery.PEERS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.usage.Usage;
import org.spillway.catalog.usage.UsageKey;
import org.spillway.catalog.usage.UsageMeter;

class UsageJournalTest {
  private static final LocalDate DAY = LocalDate.of(2026, 12, 1);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-12-01T23:58:00Z");

  private UsageJournal journal(UsageMeter meter) throws IOException {
    return new UsageJournal(folder, meter, () -> {}, () -> now);
  }

  private List<UsageReport.Line> report() throws IOException {
    return UsageReport.read(folder, DAY, DAY.plusDays(1));
  }

  private static UsageReport.Line line(LocalDate day, UsageKey key, Usage usage) {
    return new UsageReport.Line(day, key, usage);
  }

  @Test
  void write_addsWhatIsNew() throws IOException {
    var meter = new UsageMeter();
    try (var journal = journal(meter)) {
      meter.of("/a b\t.iso", HTTP, "curl").sent(5);
      journal.write();
      meter.of("/a b\t.iso", HTTP, "curl").sent(2);
      meter.of("/a b\t.iso", PEERS, "aria2").sentBlocks(1, 16);
      meter.of("/a b\t.iso", PEERS, "aria2").rejected();
    }
    assertThat(report())
        .containsExactlyInAnyOrder(
            line(DAY, new UsageKey("/a%20b%09.iso", HTTP, "curl"), new Usage(7, 0, 0)),
            line(DAY, new UsageKey("/a%20b%09.iso", PEERS, "aria2"), new Usage(16, 1, 1)));
  }

  @Test
  void restart_goesOnWithTheDay() throws IOException {
    for (int run = 0; run < 2; run++) {
      var meter = new UsageMeter();
      try (var journal = journal(meter)) {
        meter.of("/a", HTTP, "curl").sent(5);
        journal.write();
      }
    }
    assertThat(report())
        .containsExactly(line(DAY, new UsageKey("/a", HTTP, "curl"), new Usage(10, 0, 0)));
  }

  @Test
  void start_deletesDaysOfMoreThanThirteenMonthsAgo() throws IOException {
    for (String name : List.of("2025-10-31.tsv", "2025-11-01.tsv", "notes.txt")) {
      Files.createFile(folder.resolve(name));
    }
    journal(new UsageMeter()).close();
    assertThat(folder.resolve("2025-10-31.tsv")).doesNotExist();
    assertThat(folder.resolve("2025-11-01.tsv")).exists();
    assertThat(folder.resolve("notes.txt")).exists();
  }

  @Test
  void midnight_beginsANewDay() throws IOException {
    var meter = new UsageMeter();
    var key = new UsageKey("/a", HTTP, "curl");
    try (var journal = journal(meter)) {
      meter.of("/a", HTTP, "curl").sent(5);
      now = now.plusSeconds(180);
      journal.write();
      meter.of("/a", HTTP, "curl").sent(3);
    }
    assertThat(report())
        .containsExactly(
            line(DAY, key, new Usage(5, 0, 0)), line(DAY.plusDays(1), key, new Usage(3, 0, 0)));
  }

  @Test
  void write_theFolderCannotBeWritten_waitsInMemory() throws IOException {
    var meter = new UsageMeter();
    Path place = folder.resolve("usage");
    try (var journal = new UsageJournal(place, meter, () -> {}, () -> now)) {
      Files.createFile(place);
      meter.of("/a", HTTP, "curl").sent(5);
      now = now.plusSeconds(180);
      journal.write();
      Files.delete(place);
    }
    assertThat(UsageReport.read(place, DAY, DAY.plusDays(1)))
        .containsExactly(line(DAY, new UsageKey("/a", HTTP, "curl"), new Usage(5, 0, 0)));
  }

  @Test
  void start_damagedFile_isSetAside() throws IOException {
    Path file = folder.resolve("2026-12-01.tsv");
    Files.writeString(file, "bytes\tblocks\trejected\tdelivery\tclient\tpath\n5\t0\n");
    assertThatThrownBy(this::report)
        .isInstanceOf(MalformedUsageException.class)
        .hasMessage(file + ":2: must have 6 columns, has 2");
    var meter = new UsageMeter();
    try (var journal = journal(meter)) {
      meter.of("/a", HTTP, "curl").sent(1);
      journal.write();
    }
    assertThat(report())
        .containsExactly(line(DAY, new UsageKey("/a", HTTP, "curl"), new Usage(1, 0, 0)));
    assertThat(folder.resolve("2026-12-01.tsv.damaged")).isRegularFile();
  }

  @Test
  void nothingSent_makesNoFile() throws IOException {
    Path place = folder.resolve("usage");
    new UsageJournal(place, new UsageMeter(), () -> {}, () -> now).close();
    assertThat(place).doesNotExist();
  }
}
