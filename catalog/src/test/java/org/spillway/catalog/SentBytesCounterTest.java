package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentBytesCounterTest {
  private final SentBytesCounter counter = new SentBytesCounter();

  @Test
  void snapshot_atFirst_isNone() {
    assertThat(counter.snapshot()).isEqualTo(SentBytes.NONE);
    assertThat(SentBytes.NONE.total()).isZero();
  }

  @Test
  void snapshot_addsUpEachPath() {
    counter.of("/one").add(3);
    counter.of("/other").add(4_000_000_000L);
    counter.of("/one").add(2);
    counter.of("/asked for with HEAD").add(0);
    var sent = counter.snapshot();
    assertThat(sent.byPath()).isEqualTo(Map.of("/one", 5L, "/other", 4_000_000_000L));
    assertThat(sent.total()).isEqualTo(4_000_000_005L);
  }

  @Test
  void of_moreFilesThanAreCountedApart_shareANumber() {
    IntStream.range(0, SentBytesCounter.FILES + 5).forEach(i -> counter.of("/" + i).add(1));
    counter.of("/7").add(1);
    var sent = counter.snapshot();
    assertThat(sent.byPath())
        .hasSize(SentBytesCounter.FILES + 1)
        .containsEntry("/7", 2L)
        .containsEntry(SentBytes.OTHERS, 5L);
    assertThat(sent.total()).isEqualTo(SentBytesCounter.FILES + 6);
  }

  @Test
  void of_manyThreads_noByteIsLost() {
    IntStream.range(0, 10_000).parallel().forEach(i -> counter.of("/" + i % 3).add(10));
    assertThat(counter.snapshot().total()).isEqualTo(100_000);
  }
}
