package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;
import org.spillway.client.http.Problems;

class FailuresTest {
  private final Failures failures = new Failures();

  @Test
  void toString_lastReasonOfEach() {
    assertThat(failures).hasToString("");
    failures.add("peer a", "one");
    failures.add("peer b", "two");
    failures.add("peer a", "three");
    assertThat(failures).hasToString("; peer a: three; peer b: two");
  }

  @Test
  void toString_many() {
    for (int i = 0; i < 100; i++) {
      failures.add("peer " + i, "no");
    }
    assertThat(failures.toString()).endsWith("; peer 7: no; and 92 more");
  }

  @Test
  void describe_inWords() {
    assertThat(Problems.describe(new ConnectException())).isEqualTo("connection refused");
    assertThat(Problems.describe(new SocketTimeoutException())).isEqualTo("no answer in time");
    assertThat(Problems.describe(new EOFException())).isEqualTo("the connection was closed");
    assertThat(Problems.describe(new UnknownHostException("x")))
        .isEqualTo("the host name cannot be resolved");
    var unresolved = new ConnectException();
    unresolved.initCause(new UnresolvedAddressException());
    assertThat(Problems.describe(unresolved)).isEqualTo("the host name cannot be resolved");
    assertThat(Problems.describe(new IOException())).isEqualTo("IOException");
  }
}
