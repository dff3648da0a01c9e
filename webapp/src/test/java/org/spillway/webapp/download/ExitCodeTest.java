package org.spillway.webapp.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
  /** Scripts rely on them; wget's own where it has one for the same thing. */
  @Test
  void code_neverChanges() {
    assertThat(Arrays.stream(ExitCode.values()).map(code -> code.code() + " " + code))
        .containsExactly(
            "0 DONE",
            "1 FAILED",
            "2 USAGE",
            "3 FILE",
            "4 UNREACHABLE",
            "5 NO_SOURCES",
            "6 CORRUPT",
            "7 PROTOCOL",
            "8 REFUSED",
            "9 UNVERIFIED");
  }

  /** A format character would be taken for one by a library that prints help. */
  @ParameterizedTest
  @EnumSource
  void meaning_isALineOfHelp(ExitCode code) {
    assertThat(code.meaning()).matches("[a-z][^%@:\n]{20,90}[^.]").contains(" ");
  }
}
