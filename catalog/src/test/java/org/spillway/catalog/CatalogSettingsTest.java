package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.torrent.TorrentFormat;

class CatalogSettingsTest {
  private static final Path ROOT = Path.of("/srv/pub");
  private static final Path STATE = Path.of("/var/lib/spillway");

  @Test
  void of_defaults() {
    assertThat(CatalogSettings.of(ROOT, STATE))
        .isEqualTo(
            new CatalogSettings(
                new ContentRoot.Folder(ROOT),
                STATE,
                TorrentFormat.V1,
                Duration.ofMinutes(1),
                Runtime.getRuntime().availableProcessors(),
                List.of(),
                List.of(),
                false));
  }

  @Test
  void construct_errorsNameTheKey() {
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withRecheck(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recheck must be greater than 0, was PT0S");
    assertThatThrownBy(
            () -> CatalogSettings.of(ROOT, STATE).withRecheck(Duration.ofDays(365).plusNanos(1)))
        .hasMessage("recheck must be at most 365 days, was PT8760H0.000000001S");
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withRecheck(Duration.ofDays(200_000)))
        .hasMessage("recheck must be at most 365 days, was PT4800000H");
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withHashThreads(0))
        .hasMessage("hashThreads must be 1 or more, was 0");
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withInclude("**", "x["))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'x[' has a [ without ]");
    assertThatThrownBy(() -> CatalogSettings.of(ROOT, STATE).withExclude("{a,b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'{a,b' has a { without }");
  }

  @Test
  void construct_longestRecheck() {
    var year = Duration.ofDays(365);
    assertThat(CatalogSettings.of(ROOT, STATE).withRecheck(year).recheck()).isEqualTo(year);
  }

  @Test
  void construct_stateDirWithinRoot() {
    for (String state : List.of("/srv/pub", "/srv/pub/state", "/srv/x/../pub/.state")) {
      assertThatThrownBy(() -> CatalogSettings.of(ROOT, Path.of(state)))
          .hasMessage("stateDir must not lie within the root /srv/pub, was " + state);
    }
    assertThatCode(() -> CatalogSettings.of(ROOT, Path.of("/srv/pub2"))).doesNotThrowAnyException();
  }
}
