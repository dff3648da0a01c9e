package org.spillway.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetrcTest {
  private static final String TEXT =
      """
      machine one.example login me password secret
      machine two.example password other login you
      default login anonymous password guest
      """;

  private static String found(String text, String host) {
    return Netrc.find(text, host).map(login -> login.user() + " " + login.password()).orElse("");
  }

  @Test
  void find_inAnyOrder() {
    assertThat(found(TEXT, "one.example")).isEqualTo("me secret");
    assertThat(found(TEXT, "TWO.example")).isEqualTo("you other");
    assertThat(found(TEXT, "three.example")).isEqualTo("anonymous guest");
  }

  @Test
  void find_nothing() {
    assertThat(Netrc.find("machine one.example login me", "one.example"))
        .isEqualTo(Optional.empty());
    assertThat(Netrc.find("", "one.example")).isEqualTo(Optional.empty());
    assertThat(Netrc.find("machine", "one.example")).isEqualTo(Optional.empty());
  }
}
