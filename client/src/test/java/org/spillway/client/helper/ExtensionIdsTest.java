package org.spillway.client.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExtensionIdsTest {
  private static final String OTHER = "abcdefghijklmnopabcdefghijklmnop";

  private static boolean allowed(String... arguments) {
    return ExtensionIds.OURS.allow(List.of(arguments));
  }

  @Test
  void allow_chromium() {
    String ours = ExtensionIds.OURS.chromiumOrigins().get(0);
    assertThat(allowed(ours)).isTrue();
    assertThat(allowed(ours, "--parent-window=7")).isTrue();
    assertThat(allowed(ours.substring(0, ours.length() - 1))).isFalse();
    assertThat(allowed("chrome-extension://" + OTHER + "/")).isFalse();
    assertThat(allowed("--parent-window=7", ours)).isFalse();
  }

  @Test
  void allow_firefox() {
    String manifest = "/home/me/.mozilla/native-messaging-hosts/org.spillway.helper.json";
    assertThat(allowed(manifest, "extension@spillway.org")).isTrue();
    assertThat(allowed(manifest, "other@example.org")).isFalse();
    assertThat(allowed(manifest)).isFalse();
    assertThat(allowed("/tmp/other.json", "extension@spillway.org")).isFalse();
    assertThat(allowed()).isFalse();
  }

  @Test
  void with_addsToTheRightKind() {
    var more = ExtensionIds.OURS.with(OTHER).with("dev@example.org");
    assertThat(more.allow(List.of("chrome-extension://" + OTHER + "/"))).isTrue();
    assertThat(more.allow(List.of("org.spillway.helper.json", "dev@example.org"))).isTrue();
    assertThat(more.allow(List.of(ExtensionIds.OURS.chromiumOrigins().get(0)))).isTrue();
    assertThatThrownBy(() -> ExtensionIds.OURS.with("https://example.org/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("in Firefox, not https://example.org/");
  }
}
