package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3.example.org:80", "http://s3", "[::1]", ".s3", "s3.", "a b"})
  void names_wrongHost(String host) {
    assertThatThrownBy(() -> new S3Names(host, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host must be a host without a port, was '" + host + "'");
  }

  @Test
  void names_wrongBucket() {
    assertThatThrownBy(() -> new S3Names("", "a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bucket must be one name without a slash, was 'a/b'");
  }
}
