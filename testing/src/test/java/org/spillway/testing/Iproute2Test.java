package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class Iproute2Test {

  @Test
  void run_returnsTheOutput() throws IOException {
    assertThat(Iproute2.run(List.of("echo", "a b"))).isEqualTo("a b\n");
  }

  @Test
  void run_failureHoldsWhatTheProgramSaid() {
    assertThatThrownBy(() -> Iproute2.run(List.of("sh", "-c", "echo no such device >&2; exit 3")))
        .isInstanceOf(IOException.class)
        .hasMessage("sh -c echo no such device >&2; exit 3 ended with status 3: no such device");
  }

  @Test
  void run_missingProgram_saysHowToInstallIt() {
    assertThatThrownBy(() -> Iproute2.run(List.of("spillway-no-such-program")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "spillway-no-such-program cannot be started; install it with:"
                + " apt-get install iproute2");
  }
}
