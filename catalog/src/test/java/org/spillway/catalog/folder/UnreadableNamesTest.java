package org.spillway.catalog.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.source.PathFilter;
import org.spillway.testing.Program;

class UnreadableNamesTest {
  private final Logger logger = Logger.getLogger(UnreadableNames.class.getName());
  private final Lines lines = new Lines();

  @TempDir private Path folder;

  /** What is logged, each line with its level in front. */
  private static final class Lines extends Handler {
    private final List<String> told = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      told.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "x-none"})
  void warnOfLocale_another(String encoding) {
    new UnreadableNames(encoding).warnOfLocale();
    assertThat(lines.told)
        .containsExactly(
            "WARNING content.root: files whose names are not ASCII are not offered, because this"
                + " JVM reads names as "
                + encoding
                + "; set LC_ALL=C.UTF-8 in its environment and start it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "utf8"})
  void warnOfLocale_utf8(String encoding) {
    new UnreadableNames(encoding).warnOfLocale();
    assertThat(lines.told).isEmpty();
  }

  @Test
  void isReadable_firstOneIsNamedByItsOctets() throws Exception {
    Files.createDirectory(folder.resolve("good"));
    Files.createFile(folder.resolve("good/\uFFFD"));
    // Hidden, whatever else is wrong with it.
    make(": > \"$(printf 'good/b\\344d\\033 1')\"");
    make("mkdir \"$(printf 'b\\344d')\" && : > \"$(printf 'b\\344d/x')\"");
    var tree = new FileTree(folder, PathFilter.ALL);
    for (int walks = 0; walks < 2; walks++) {
      List<String> paths = new ArrayList<>();
      tree.walk(file -> paths.add(file.path()));
      assertThat(paths).containsExactly("/good/\uFFFD");
    }
    assertThat(lines.told).hasSize(1);
    assertThat(lines.told.get(0))
        .matches(
            "WARNING content.root: [!-~]*/b%E4d/ is not offered, because its name is not UTF-8;"
                + " rename it. Other such names are passed over without a word");
  }

  @Test
  void isReadable_localeIsTheReason() throws Exception {
    make(": > \"$(printf 'b\\344d')\"");
    var odd = new UnreadableNames("ANSI_X3.4-1968");
    try (var names = Files.newDirectoryStream(folder)) {
      assertThat(names).noneMatch(odd::isReadable);
    }
    assertThat(lines.told).isEmpty();
  }

  private void make(String script) throws Exception {
    Program.run(0, "sh", "-c", "cd \"$1\" || exit; " + script, "sh", folder.toString());
  }
}
