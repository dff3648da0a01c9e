package org.spillway.catalog.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.TouchedFiles.Finding;

class TouchedFilesTest {
  private final TouchedFiles touched = new TouchedFiles();

  private static SourceFile file(String version) {
    return new SourceFile("/a", 1, Instant.EPOCH, version);
  }

  @Test
  void found_fewVersions() {
    assertThat(touched.found(file("1"))).isEqualTo(Finding.NEW);
    assertThat(touched.found(file("1"))).isEqualTo(Finding.KNOWN);
    assertThat(touched.found(file("2"))).isEqualTo(Finding.NEW);
    assertThat(touched.found(file("3"))).isEqualTo(Finding.NEW);
    assertThat(touched.found(file("4"))).isEqualTo(Finding.RESTLESS);
    assertThat(touched.found(file("3"))).isEqualTo(Finding.KNOWN);
    touched.forget("/a");
    assertThat(touched.found(file("4"))).isEqualTo(Finding.NEW);
  }
}
