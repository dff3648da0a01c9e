package org.spillway.negotiation.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.memory.SendBuffers;

class PortionBuffersTest {
  private static final int MUCH = 1024 * 1024 * 1024;
  private static final long MIB = 1024 * 1024;

  private final AtomicLong now = new AtomicLong(1);
  private final SendBuffers memory = new SendBuffers(8 * MIB, now::get);
  private final PortionBuffers buffers = new PortionBuffers(memory, now::get);

  private int window = MUCH;

  private Optional<PortionBuffers.Buffer> take(Object client) {
    return buffers.take(client, () -> window);
  }

  private int next(PortionBuffers.Buffer buffer, long millis, long left) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
    return buffer.next(buffer.bytes().capacity(), left).capacity();
  }

  /** Leaves less than half of the memory. */
  private void lendMoreThanHalf() {
    for (int i = 0; i < 10; i++) {
      assertThat(memory.borrow(PortionBuffers.LARGE, "client " + i)).isPresent();
    }
  }

  @Test
  void next_quickAndSlow_sizeFollows() {
    var buffer = take("a").orElseThrow();
    assertThat(buffer.bytes().capacity()).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    assertThat(next(buffer, 100, MUCH)).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(buffer, 100, MUCH)).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
  }

  @Test
  void next_littleIsLeft_staysSmall() {
    assertThat(next(take("a").orElseThrow(), 1, PortionBuffers.SMALL))
        .isEqualTo(PortionBuffers.SMALL);
  }

  @Test
  void take_memoryIsShort_isSmaller() {
    var early = take("a").orElseThrow();
    assertThat(next(early, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    lendMoreThanHalf();
    var late = take("b").orElseThrow();
    assertThat(late.bytes().capacity()).isEqualTo(PortionBuffers.LEAST);
    assertThat(next(late, 1, MUCH)).isEqualTo(PortionBuffers.LEAST);
    assertThat(next(early, 1, MUCH)).isEqualTo(PortionBuffers.LEAST);
  }

  @Test
  void take_windowIsClosed_isNarrow() {
    window = 0;
    var buffer = take("a").orElseThrow();
    assertThat(buffer.bytes().capacity()).isEqualTo(PortionBuffers.NARROW);
    window = MUCH;
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LEAST);
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    window = 100_000;
    assertThat(next(buffer, 1, MUCH)).isEqualTo(100_000);
    window = -1;
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.NARROW);
    window = 20_000;
    assertThat(next(buffer, 1000, MUCH)).isEqualTo(20_000);
  }

  @Test
  void take_windowIsClosedAndMemoryShort_isRefused() {
    lendMoreThanHalf();
    window = 0;
    assertThat(take("a")).isEmpty();
    window = 1;
    assertThat(take("a")).isPresent();
  }

  @Test
  void take_forAText_asLongAsIt() {
    assertThat(buffers.take("a", 100_000).orElseThrow().bytes().capacity()).isEqualTo(100_000);
    assertThat(buffers.take("a", MUCH).orElseThrow().bytes().capacity())
        .isEqualTo(SendBuffers.LARGEST);
  }

  @Test
  void whenNeeded_bufferOfAnotherSize_isToldStill() {
    var buffer = take("a").orElseThrow();
    var ended = new AtomicBoolean();
    buffer.whenNeeded(() -> 0, () -> ended.set(true));
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    int i = 0;
    while (take("client " + i).isPresent()) {
      i++;
    }
    assertThat(ended).isTrue();
  }

  @Test
  void close_memoryIsLentAgain() {
    var buffer = take("a").orElseThrow();
    assertThat(next(buffer, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    buffer.close();
    buffer.close();
    assertThat(memory.lent()).isZero();
  }
}
