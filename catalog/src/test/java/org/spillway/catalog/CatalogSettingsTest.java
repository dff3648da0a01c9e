package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.TorrentFormat;

class CatalogSettingsTest {
  private static final Path ROOT = Path.of("/srv/pub");
  private static final Path STATE = Path.of("/var/lib/spillway");

  @Test
  void of_defaults() {
    assertThat(CatalogSettings.of(ROOT, STATE))
        .isEqualTo(
            new CatalogSettings(
                ROOT,
                STATE,
                TorrentFormat.V1,
                Duration.ofMinutes(1),
                Runtime.getRuntime().availableProcessors()));
  }

  @Test
  void construct_errorsNameTheKey() {
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withRecheck(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("catalog.recheck: longer than nothing, not PT0S");
    assertThatThrownBy(
            () -> new CatalogSettings(ROOT, STATE, TorrentFormat.V1, Duration.ofSeconds(1), 0))
        .hasMessage("catalog.hash-threads: 1 or more, not 0");
  }

  @Test
  void construct_stateDirWithinRoot() {
    for (String state : List.of("/srv/pub", "/srv/pub/state", "/srv/x/../pub/.state")) {
      assertThatThrownBy(() -> CatalogSettings.of(ROOT, Path.of(state)))
          .hasMessage("state-dir: " + state + " must not lie within content.root, /srv/pub");
    }
    assertThatCode(() -> CatalogSettings.of(ROOT, Path.of("/srv/pub2"))).doesNotThrowAnyException();
  }
}
