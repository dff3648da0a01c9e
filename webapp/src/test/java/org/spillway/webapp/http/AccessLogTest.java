package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccessLogTest {
  static Stream<Arguments> escaped() {
    return Stream.of(
        arguments("plain/1.0 (x)", "plain/1.0 (x)"),
        arguments("a\"b\\c", "a\\x22b\\x5Cc"),
        arguments("\u001b[2J\u009b\u00fc", "\\x1B[2J\\xC2\\x9B\\xC3\\xBC"));
  }

  @ParameterizedTest
  @MethodSource
  void escaped(String text, String expected) {
    assertThat(AccessLog.escaped(text)).isEqualTo(expected);
  }
}
