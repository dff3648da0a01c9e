package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void all_oneFails_othersAreClosed() {
    Closeable broken =
        () -> {
          throw new IOException("stuck");
        };
    Closeable last = () -> closed.add("last");

    assertThatThrownBy(() -> Closing.all(List.of(broken, last)))
        .hasMessage("not everything could be closed")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("last");
  }
}
