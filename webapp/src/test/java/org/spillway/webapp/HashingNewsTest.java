package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spillway.catalog.CatalogStats;

class HashingNewsTest {
  @Test
  void progress_namesFilesAndRate() {
    var stats = new CatalogStats(1_200, 9_000_000_000L, 34_567, 5_000_000_000L);
    assertThat(HashingNews.progress(stats, 30L * 200 * 1024 * 1024))
        .isEqualTo(
            "hashing goes on: 34,567 files wait, 1,200 torrents are offered; 200.0 MiB a second");
    assertThat(HashingNews.done(stats))
        .isEqualTo("all files have torrents: 1,200 torrents of 8.4 GiB");
  }
}
