package org.spillway.catalog.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheSizeTest {
  private static final long MIB = 1024 * 1024;

  @Test
  void of_followsTheHeap() {
    assertThat(CacheSize.of(64 * MIB, 128 * MIB)).isEqualTo(16 * MIB);
    assertThat(CacheSize.of(64 * MIB, 512 * MIB)).isEqualTo(64 * MIB);
    assertThat(CacheSize.of(64 * MIB, Long.MAX_VALUE)).isEqualTo(64 * MIB);
  }
}
