package org.spillway.webapp.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;

class LastingLogManagerIT {
  /** The program of this test: the JDK chooses a log manager once for each process. */
  public static void main(String[] arguments) {
    Main.commandLine();
    System.out.println(LogManager.getLogManager().getClass().getName());
  }

  @Test
  void program_hasIt() throws Exception {
    try (var program = Program.java(Map.of(), LastingLogManagerIT.class.getName())) {
      assertThat(program.awaitEnd(Duration.ofMinutes(1))).isZero();
      assertThat(program.output().strip()).isEqualTo(LastingLogManager.class.getName());
    }
  }
}
