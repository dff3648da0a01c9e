package org.spillway.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NetworkNamespacesTest {

  @Test
  void requireRoot_otherUser() {
    assertThatThrownBy(() -> NetworkNamespaces.requireRoot(1000))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "only root can make network namespaces, and this is user 1000; run it again as root");
  }
}
