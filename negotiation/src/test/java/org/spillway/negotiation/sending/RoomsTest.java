package org.spillway.negotiation.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final long MUCH = 1L << 30;
  private static final int MOST = 100;

  private final AtomicLong now = new AtomicLong();
  private final Rooms rooms = new Rooms(now::get, MOST, Rooms.LARGE_ONES);

  /** What there is room for after a portion that took this long. */
  private int next(Rooms.Room room, long millis, long left) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    return room.next(room.buffer().capacity(), left).capacity();
  }

  @Test
  void next_quickThenSlow() {
    var room = rooms.take().orElseThrow();
    assertThat(room.buffer().capacity()).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
    assertThat(next(room, 100, MUCH)).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 100, MUCH)).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
  }

  @Test
  void next_littleLeft() {
    assertThat(next(rooms.take().orElseThrow(), 1, Rooms.SMALL)).isEqualTo(Rooms.SMALL);
  }

  @Test
  void next_allLargeOnesTaken() {
    List<Rooms.Room> taken = new ArrayList<>();
    for (int i = 0; i < Rooms.LARGE_ONES; i++) {
      var room = rooms.take().orElseThrow();
      assertThat(next(room, 0, MUCH)).isEqualTo(Rooms.LARGE);
      taken.add(room);
    }
    var late = rooms.take().orElseThrow();
    assertThat(next(late, 0, MUCH)).isEqualTo(Rooms.SMALL);
    taken.get(0).close();
    assertThat(next(late, 0, MUCH)).isEqualTo(Rooms.LARGE);
  }

  @Test
  void take_allTaken() {
    var first = rooms.take().orElseThrow();
    for (int i = 1; i < MOST; i++) {
      assertThat(rooms.take()).isPresent();
    }
    assertThat(rooms.take()).isEmpty();
    first.close();
    assertThat(rooms.take()).isPresent();
    assertThat(rooms.take()).isEmpty();
  }

  @Test
  void next_slowAndNoSmallOneLeft_keepsTheLargeOne() {
    var room = rooms.take().orElseThrow();
    var large = room.next(MUCH, MUCH);
    for (int i = 0; i < MOST; i++) {
      assertThat(rooms.take()).isPresent();
    }
    assertThat(next(room, 1_000, MUCH)).isEqualTo(Rooms.LARGE);
    assertThat(room.buffer()).isSameAs(large);
  }

  private Rooms.Room takeAll(List<Rooms.Room> ended) {
    Rooms.Room first = rooms.take().orElseThrow();
    first.whenNeeded(() -> ended.add(first));
    for (int i = 1; i < MOST; i++) {
      now.incrementAndGet();
      var room = rooms.take().orElseThrow();
      room.whenNeeded(() -> ended.add(room));
    }
    return first;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void take_allTaken_theStillestMustGo() {
    List<Rooms.Room> ended = new ArrayList<>();
    var first = takeAll(ended);
    pass(Rooms.STILL.plusMillis(1));
    assertThat(rooms.take()).isEmpty();
    assertThat(ended).containsExactly(first);
    first.close();
    assertThat(rooms.take()).isPresent();
  }

  @Test
  void take_allTaken_oneAfterTheOther() {
    List<Rooms.Room> ended = new ArrayList<>();
    takeAll(ended);
    pass(Rooms.STILL.plusMillis(1));
    for (int i = 0; i < 5; i++) {
      assertThat(rooms.take()).isEmpty();
      pass(Duration.ofSeconds(1));
    }
    assertThat(ended).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void take_allTaken_whoeverReadsStays() {
    List<Rooms.Room> ended = new ArrayList<>();
    var first = takeAll(ended);
    pass(Rooms.STILL.minusSeconds(1));
    assertThat(rooms.take()).isEmpty();
    assertThat(ended).isEmpty();
    first.next(1, MUCH);
    pass(Duration.ofSeconds(2));
    assertThat(rooms.take()).isEmpty();
    assertThat(ended).hasSize(1).doesNotContain(first);
  }
}
