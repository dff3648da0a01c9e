package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final long MUCH = 1L << 30;

  private final AtomicLong now = new AtomicLong();
  private final Rooms rooms = new Rooms(now::get);

  /** What there is room for after a portion that took this long. */
  private int next(Rooms.Room room, long millis, long left) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    return room.next(room.buffer().capacity(), left).capacity();
  }

  @Test
  void next_quickThenSlow() {
    var room = rooms.take();
    assertThat(room.buffer().capacity()).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
    assertThat(next(room, 100, MUCH)).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 100, MUCH)).isEqualTo(Rooms.SMALL);
    assertThat(next(room, 1, MUCH)).isEqualTo(Rooms.LARGE);
  }

  @Test
  void next_littleLeft() {
    assertThat(next(rooms.take(), 1, Rooms.SMALL)).isEqualTo(Rooms.SMALL);
  }

  @Test
  void next_allLargeOnesTaken() {
    List<Rooms.Room> taken = new ArrayList<>();
    for (int i = 0; i < Rooms.LARGE_ONES; i++) {
      var room = rooms.take();
      assertThat(next(room, 0, MUCH)).isEqualTo(Rooms.LARGE);
      taken.add(room);
    }
    var late = rooms.take();
    assertThat(next(late, 0, MUCH)).isEqualTo(Rooms.SMALL);
    taken.get(0).close();
    assertThat(next(late, 0, MUCH)).isEqualTo(Rooms.LARGE);
  }
}
