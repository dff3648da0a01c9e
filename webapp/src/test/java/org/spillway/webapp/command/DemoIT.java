package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.TestSite;

class DemoIT {
  @Test
  void demo_once_everyWayGivesTheSameFile(@TempDir Path temporary) throws Exception {
    try (var demo =
        Program.java(
            Map.of(), "-Djava.io.tmpdir=" + temporary, Main.class.getName(), "demo", "--once")) {
      assertThat(demo.awaitEnd(Duration.ofMinutes(3))).as(demo.output()).isZero();
      Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
      var sums = Pattern.compile("   sha256 ([0-9a-f]{64})").matcher(demo.output()).results();
      assertThat(sums.map(sum -> sum.group(1)))
          .hasSizeGreaterThanOrEqualTo(4)
          .containsOnly(TestSite.sha256(modules).toString());
      assertThat(demo.output()).contains("All SHA-256 sums match.");
    }
    try (var left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("spillway")))
          .isEmpty();
    }
  }
}
