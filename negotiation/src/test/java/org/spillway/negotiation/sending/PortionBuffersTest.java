package org.spillway.negotiation.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PortionBuffersTest {
  private static final long MUCH = 1L << 30;
  private static final int MOST = 100;

  private final AtomicLong now = new AtomicLong();
  private final PortionBuffers buffers =
      new PortionBuffers(now::get, MOST, PortionBuffers.LARGE_BUFFERS);

  /** What there is room for after a portion that took this long. */
  private int next(PortionBuffers.Buffer room, long millis, long left) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    return room.next(room.bytes().capacity(), left).capacity();
  }

  @Test
  void next_quickThenSlow() {
    var room = buffers.take().orElseThrow();
    assertThat(room.bytes().capacity()).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    assertThat(next(room, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
    assertThat(next(room, 100, MUCH)).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(room, 100, MUCH)).isEqualTo(PortionBuffers.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(PortionBuffers.LARGE);
  }

  @Test
  void next_littleLeft() {
    assertThat(next(buffers.take().orElseThrow(), 1, PortionBuffers.SMALL))
        .isEqualTo(PortionBuffers.SMALL);
  }

  @Test
  void next_allLargeOnesTaken() {
    List<PortionBuffers.Buffer> taken = new ArrayList<>();
    for (int i = 0; i < PortionBuffers.LARGE_BUFFERS; i++) {
      var room = buffers.take().orElseThrow();
      assertThat(next(room, 0, MUCH)).isEqualTo(PortionBuffers.LARGE);
      taken.add(room);
    }
    var late = buffers.take().orElseThrow();
    assertThat(next(late, 0, MUCH)).isEqualTo(PortionBuffers.SMALL);
    taken.get(0).close();
    assertThat(next(late, 0, MUCH)).isEqualTo(PortionBuffers.LARGE);
  }

  @Test
  void take_allTaken() {
    var first = buffers.take().orElseThrow();
    for (int i = 1; i < MOST; i++) {
      assertThat(buffers.take()).isPresent();
    }
    assertThat(buffers.take()).isEmpty();
    first.close();
    assertThat(buffers.take()).isPresent();
    assertThat(buffers.take()).isEmpty();
  }

  @Test
  void next_slowAndNoSmallOneLeft_keepsTheLargeOne() {
    var room = buffers.take().orElseThrow();
    var large = room.next(MUCH, MUCH);
    for (int i = 0; i < MOST; i++) {
      assertThat(buffers.take()).isPresent();
    }
    assertThat(next(room, 1_000, MUCH)).isEqualTo(PortionBuffers.LARGE);
    assertThat(room.bytes()).isSameAs(large);
  }

  private PortionBuffers.Buffer takeAll(List<PortionBuffers.Buffer> ended) {
    PortionBuffers.Buffer first = buffers.take().orElseThrow();
    first.whenNeeded(() -> ended.add(first));
    for (int i = 1; i < MOST; i++) {
      now.incrementAndGet();
      var room = buffers.take().orElseThrow();
      room.whenNeeded(() -> ended.add(room));
    }
    return first;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void take_allTaken_theStillestMustGo() {
    List<PortionBuffers.Buffer> ended = new ArrayList<>();
    var first = takeAll(ended);
    pass(PortionBuffers.IDLE_LIMIT.plusMillis(1));
    assertThat(buffers.take()).isEmpty();
    assertThat(ended).containsExactly(first);
    first.close();
    assertThat(buffers.take()).isPresent();
  }

  @Test
  void take_allTaken_oneAfterTheOther() {
    List<PortionBuffers.Buffer> ended = new ArrayList<>();
    takeAll(ended);
    pass(PortionBuffers.IDLE_LIMIT.plusMillis(1));
    for (int i = 0; i < 5; i++) {
      assertThat(buffers.take()).isEmpty();
      pass(Duration.ofSeconds(1));
    }
    assertThat(ended).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void take_allTaken_whoeverReadsStays() {
    List<PortionBuffers.Buffer> ended = new ArrayList<>();
    var first = takeAll(ended);
    pass(PortionBuffers.IDLE_LIMIT.minusSeconds(1));
    assertThat(buffers.take()).isEmpty();
    assertThat(ended).isEmpty();
    first.next(1, MUCH);
    pass(Duration.ofSeconds(2));
    assertThat(buffers.take()).isEmpty();
    assertThat(ended).hasSize(1).doesNotContain(first);
  }
}
