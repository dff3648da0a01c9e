package org.spillway.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/**
 * Records in a file system in memory, which takes room even for what is only read. For root, as it
 * is mounted here.
 */
class FullDiskIT {
  private static final Duration MOST = Duration.ofSeconds(30);
  private static final int TTL = 300;

  @TempDir private Path folder;
  private Path records;

  @BeforeEach
  void mount() throws Exception {
    Program.run(MOST, "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
    records = folder.resolve("dns");
  }

  @AfterEach
  void unmount() throws Exception {
    Program.run(MOST, "umount", "--lazy", folder.toString());
  }

  private static RecordName name(int number) {
    return new RecordName(number, 0, 0, 0);
  }

  /** 50 KB. */
  private static TxtRrset rrset(int number) {
    var texts = Stream.generate(() -> List.of("x".repeat(250))).limit(200);
    return TxtRrset.of(Stream.concat(Stream.of(List.of("a" + number)), texts).toList(), TTL);
  }

  private static void put(RecordTable table, int from, int to) {
    for (int i = from; i < to; i++) {
      table.put(name(i), rrset(i));
    }
  }

  private static void assertHolds(RecordTable table, int count) {
    assertThat(table.size()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      assertThat(table.get(name(i))).isEqualTo(rrset(i));
    }
  }

  private Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    try (var file = new RandomAccessFile(filler.toFile(), "rw")) {
      while (true) {
        file.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return filler;
  }

  @Test
  void diskFillsUp_allIsServed_andWrittenOnceThereIsRoom() throws Exception {
    var table = RecordTable.open(records, TTL);
    put(table, 0, 20);
    Path filler = fill();
    put(table, 20, 60);
    table.maintain();
    assertHolds(table, 60);
    Files.delete(filler);
    table.maintain();
    put(table, 60, 61);
    assertHolds(table, 61);
    table.close();
    var again = RecordTable.open(records, TTL);
    assertHolds(again, 61);
    again.close();
  }

  @Test
  void diskIsFull_startsWithWhatIsThere() throws Exception {
    var table = RecordTable.open(records, TTL);
    put(table, 0, 20);
    table.close();
    Path filler = fill();
    var again = RecordTable.open(records, TTL);
    assertHolds(again, 20);
    put(again, 20, 25);
    assertHolds(again, 25);
    Files.delete(filler);
    again.maintain();
    again.close();
    var last = RecordTable.open(records, TTL);
    assertHolds(last, 25);
    last.close();
  }

  /** The hole that files of earlier versions end with, or that a copy of a file may have. */
  @Test
  void diskIsFull_startsWithHoles() throws Exception {
    var table = RecordTable.open(records, TTL);
    put(table, 0, 20);
    table.close();
    Path file = records.resolve("000000000001.records");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(RecordLog.SIZE);
    }
    Path empty = records.resolve("000000000002.records");
    try (var sparse = new RandomAccessFile(empty.toFile(), "rw")) {
      sparse.setLength(RecordLog.SIZE);
    }
    fill();
    var again = RecordTable.open(records, TTL);
    assertHolds(again, 20);
    again.close();
  }

  @Test
  void diskIsFull_startsWithNothing() throws Exception {
    Path filler = fill();
    var table = RecordTable.open(records, TTL);
    put(table, 0, 5);
    assertHolds(table, 5);
    Files.delete(filler);
    table.maintain();
    table.close();
    var again = RecordTable.open(records, TTL);
    assertHolds(again, 5);
    again.close();
  }
}
