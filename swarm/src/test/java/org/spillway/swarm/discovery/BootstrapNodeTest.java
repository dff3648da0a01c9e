package org.spillway.swarm.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapNodeTest {
  @ParameterizedTest
  @ValueSource(strings = {"dht.example:6881", "192.0.2.1:1", "[2001:db8::1]:65535"})
  void parse_givesWhatIsPrinted(String text) {
    assertThat(BootstrapNode.parse(text)).hasToString(text);
  }

  @Test
  void parse_ipv6_hasNoBrackets() {
    assertThat(BootstrapNode.parse("[::1]:7")).isEqualTo(new BootstrapNode("::1", 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":", "a", "a:", ":1", "a:0", "a:65536", "a:-1", "::1:7", "[::1:7", " :1", "a:1x"
      })
  void parse_wrong(String text) {
    assertThatThrownBy(() -> BootstrapNode.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be HOST:PORT with a port from 1 to 65535, was ");
  }
}
