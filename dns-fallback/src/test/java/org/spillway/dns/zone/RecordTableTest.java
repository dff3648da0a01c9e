package org.spillway.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTableTest {
  private static final int TTL = 300;

  @TempDir private Path folder;

  private static RecordName name(int number) {
    return new RecordName(number, ~number, number * 31, number % 3);
  }

  private static TxtRrset rrset(String... texts) {
    return TxtRrset.of(Stream.of(texts).map(List::of).toList(), TTL);
  }

  private Map<RecordName, TxtRrset> reopened() throws IOException {
    var table = RecordTable.open(folder, TTL);
    Map<RecordName, TxtRrset> found = new HashMap<>();
    table.forEach(found::put);
    table.close();
    return found;
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().orElseThrow();
    }
  }

  private long fileCount() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static List<String> warnings(Runnable action) {
    List<String> warnings = new ArrayList<>();
    var logger = Logger.getLogger(RecordTable.class.getName());
    logger.setFilter(record -> warnings.add(record.getMessage()));
    try {
      action.run();
    } finally {
      logger.setFilter(null);
    }
    return warnings;
  }

  @Test
  void open_findsWhatWasKept() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("a", "b"));
    table.put(name(2), rrset("old"));
    table.put(name(3), rrset("gone"));
    table.put(name(2), rrset("new"));
    table.remove(name(3));
    table.remove(name(4));
    table.close();
    assertThat(reopened()).isEqualTo(Map.of(name(1), rrset("a", "b"), name(2), rrset("new")));
  }

  @Test
  void put_afterReopening() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("first"));
    table.close();
    var again = RecordTable.open(folder, TTL);
    again.put(name(2), rrset("second"));
    assertThat(again.get(name(1))).isEqualTo(rrset("first"));
    again.close();
    assertThat(reopened()).containsOnlyKeys(name(1), name(2));
  }

  @Test
  void open_anotherTtl() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("a"));
    table.close();
    assertThat(RecordTable.open(folder, 60).size()).isZero();
  }

  /** The last entry was cut off when the power went. */
  @Test
  void open_damagedEnd() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("whole"));
    table.put(name(2), rrset("damaged"));
    table.close();
    try (var file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      int at = 2 * 36 + rrset("whole").length() + 15;
      file.seek(at);
      file.write(0x55);
    }
    var damaged = RecordTable.open(folder, TTL);
    assertThat(damaged.names()).containsOnly(name(1));
    damaged.put(name(3), rrset("after"));
    damaged.close();
    assertThat(reopened()).containsOnlyKeys(name(1), name(3));
  }

  /** What follows a lost entry must not come back behind one that takes its place. */
  @Test
  void open_damagedMiddle() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("whole"));
    table.put(name(2), rrset("lost"));
    table.put(name(3), rrset("rest"));
    table.close();
    try (var file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.seek(36 + rrset("whole").length());
      file.write(new byte[36 + rrset("lost").length()]);
    }
    var damaged = RecordTable.open(folder, TTL);
    assertThat(damaged.names()).containsOnly(name(1));
    damaged.put(name(9), rrset("next"));
    damaged.close();
    assertThat(reopened()).containsOnlyKeys(name(1), name(9));
  }

  @Test
  void open_fileOfAnotherLength() throws IOException {
    Files.write(folder.resolve("000000000001.records"), new byte[100]);
    Files.write(folder.resolve("README"), new byte[100]);
    assertThat(reopened()).isEmpty();
  }

  @Test
  void open_noFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> RecordTable.open(file, TTL))
        .isInstanceOf(IOException.class)
        .hasMessage("state-dir: %s cannot be used: %s: is there already", file, file);
  }

  @Test
  void put_cannotBeWritten_oneWarning() throws IOException {
    Path gone = folder.resolve("gone");
    var table = RecordTable.open(gone, TTL);
    Files.delete(gone);
    var warnings =
        warnings(
            () -> {
              table.put(name(1), rrset("a"));
              table.put(name(2), rrset("b"));
              table.remove(name(1));
            });
    assertThat(warnings).hasSize(1);
    assertThat(table.names()).containsOnly(name(2));
    Files.createDirectory(gone);
    table.put(name(3), rrset("c"));
    assertThat(gone).isNotEmptyDirectory();
    table.maintain();
    table.close();
    var again = RecordTable.open(gone, TTL);
    assertThat(again.names()).containsOnly(name(2), name(3));
    again.close();
  }

  /** Files of earlier versions had a hole behind their last entry. */
  @Test
  void open_fileWithHole() throws IOException {
    var table = RecordTable.open(folder, TTL);
    table.put(name(1), rrset("a"));
    table.close();
    try (var file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.setLength(RecordLog.SIZE);
    }
    var again = RecordTable.open(folder, TTL);
    again.put(name(2), rrset("b"));
    again.close();
    assertThat(reopened()).containsOnlyKeys(name(1), name(2));
    assertThat(onlyFile()).hasSize(2L * (36 + rrset("a").length()));
  }

  /** Nothing but a lost answer may come of it, however often the code has run. */
  @Test
  void get_fileCutShortByOthers() throws Exception {
    var table = RecordTable.open(folder, TTL);
    String[] texts = Stream.generate(() -> "x".repeat(250)).limit(100).toArray(String[]::new);
    for (int i = 0; i < 30; i++) {
      table.put(name(i), rrset(texts));
    }
    try (var file = new RandomAccessFile(onlyFile().toFile(), "rw")) {
      file.setLength(0);
    }
    var lost = table.find(name(0)).orElseThrow();
    assertThat(reads(lost, 20_000)).isZero();
    assertThat(warnings(table::maintain)).hasSize(1);
    assertThat(warnings(table::maintain)).isEmpty();
    table.put(name(0), rrset("new"));
    assertThat(table.get(name(0))).isEqualTo(rrset("new"));
    table.close();
  }

  /** How many of so many reads succeed, in threads of their own: an error may come too late. */
  private static int reads(TxtRrset rrset, int count) throws InterruptedException {
    byte[] message = new byte[rrset.length()];
    var all = new AtomicInteger();
    var good = new AtomicInteger();
    while (all.get() < count) {
      var reader =
          new Thread(
              () -> {
                while (all.getAndIncrement() < count) {
                  try {
                    rrset.copyTo(message, 0);
                    good.incrementAndGet();
                  } catch (UncheckedIOException | InternalError e) {
                    // As it should be.
                  }
                }
              });
      reader.setUncaughtExceptionHandler((thread, error) -> {});
      reader.start();
      reader.join();
    }
    return good.get();
  }

  /** Ten times the size of a segment, of which a little is in use. */
  @Test
  void put_again_takesNoMoreRoom() throws IOException {
    long seed = 4034;
    System.out.println("RecordTableTest: seed " + seed);
    var random = new Random(seed);
    Map<RecordName, TxtRrset> expected = new HashMap<>();
    var table = RecordTable.open(folder, TTL);
    String text = "x".repeat(250);
    String[] texts = Stream.generate(() -> text).limit(240).toArray(String[]::new);
    for (int i = 0; i < 10_000; i++) {
      texts[0] = "version " + i;
      var rrset = rrset(texts);
      var name = name(random.nextInt(100));
      table.put(name, rrset);
      expected.put(name, rrset);
    }
    assertThat(fileCount()).isBetween(1L, 3L);
    Map<RecordName, TxtRrset> found = new HashMap<>();
    table.forEach(found::put);
    assertThat(found).isEqualTo(expected);
    table.close();
    assertThat(reopened()).isEqualTo(expected);
  }
}
