package org.spillway.webapp.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;
import picocli.CommandLine.Model.CommandSpec;

/** The manual pages as groff formats them for a terminal. */
class ManualIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private void write() throws Exception {
    String[] arguments = {Main.class.getName(), "manual", folder.toString()};
    try (var manual = Program.java(Map.of(), arguments)) {
      assertThat(manual.awaitEnd(MOST)).as(manual.output()).isZero();
    }
  }

  /** Returns the page without markup; fails if groff warns of anything. */
  private String formatted(String name) throws Exception {
    String page = folder.resolve(name + ".1").toString();
    String text = Program.run(0, "groff", "-man", "-Tascii", "-P-cbou", "-ww", "-rLL=300n", page);
    assertThat(text).doesNotContain("troff:", "grotty:");
    return text;
  }

  @Test
  void manual_everyOptionOfEveryCommand() throws Exception {
    write();
    var commands = ManualCommand.pages(Main.commandLine().getCommandSpec());
    assertThat(commands).hasSizeGreaterThan(10);
    for (CommandSpec command : commands) {
      String page = formatted(ManualPage.nameOf(command));
      assertThat(page).contains("NAME", "SYNOPSIS", "OPTIONS");
      for (var option : command.options()) {
        assertThat(page).contains(option.longestName().replaceFirst("^--(no-)?", ""));
      }
    }
    try (Stream<Path> pages = Files.list(folder)) {
      assertThat(pages).hasSameSizeAs(commands);
    }
  }

  @Test
  void manual_get() throws Exception {
    write();
    String page = formatted("spillway-get");
    assertThat(page)
        .contains(
            "spillway-get - Downloads files",
            "spillway get [OPTION]... [URL...]",
            "--limit-rate=RATE",
            "-o FILE, --output=FILE",
            "EXIT STATUS",
            "SPILLWAY_JAVA_OPTS")
        .doesNotContain("%%", "${", "\\");
    assertThat(formatted("spillway")).contains("spillway-serve(1)").doesNotContain("manual");
  }
}
