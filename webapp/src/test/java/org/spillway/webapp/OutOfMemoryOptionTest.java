package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.testing.Program;

class OutOfMemoryOptionTest {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Says the warning of a JVM. */
  static final class Said {
    private Said() {}

    public static void main(String[] arguments) {
      System.out.println(OutOfMemoryOption.warning().orElse("none"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:+ExitOnOutOfMemoryError, none",
    "-XX:-ExitOnOutOfMemoryError, start it with -XX:+ExitOnOutOfMemoryError"
  })
  void warning_ofAJvm(String option, String said) throws Exception {
    try (var java = Program.java(Map.of(), option, Said.class.getName())) {
      assertThat(java.awaitEnd(MOST)).isZero();
      assertThat(java.output().strip()).endsWith(said);
    }
  }
}
