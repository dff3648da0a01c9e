package org.spillway.swarm.torrents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many peers are asked for the info dictionary at a time, because each one's blocks take
 * memory until all are there. When others wait, the slowest of those that had some time loses its
 * turn, so that nobody holds a turn by being slow. Safe for use by many threads.
 */
public final class MetadataTurns {
  static final int MOST = 8;

  /** The time in nanoseconds that each turn lasts at least. */
  static final long LEAST = TimeUnit.SECONDS.toNanos(10);

  private final List<Turn> turns = new ArrayList<>();

  /** The turn of one peer. */
  public final class Turn {
    private final long begun;
    private long bytes;
    private boolean ended;

    private Turn(long now) {
      this.begun = now;
    }

    /** Notes that the peer has sent bytes. */
    public void received(int count) {
      synchronized (MetadataTurns.this) {
        bytes += count;
      }
    }

    /** Returns whether another peer has this turn now; then what was collected is void. */
    public boolean isLost() {
      synchronized (MetadataTurns.this) {
        return ended;
      }
    }

    /** Gives the turn back. */
    public void end() {
      synchronized (MetadataTurns.this) {
        ended = true;
        turns.remove(this);
      }
    }

    private double perNanosecond(long now) {
      return bytes / (double) Math.max(1, now - begun);
    }
  }

  /**
   * Takes a turn.
   *
   * @param now the time, in nanoseconds
   * @return empty if all turns are taken; the caller asks again later
   */
  public synchronized Optional<Turn> take(long now) {
    if (turns.size() >= MOST && !makeRoom(now)) {
      return Optional.empty();
    }
    var turn = new Turn(now);
    turns.add(turn);
    return Optional.of(turn);
  }

  private boolean makeRoom(long now) {
    var slowest =
        turns.stream()
            .filter(turn -> now - turn.begun >= LEAST)
            .min(Comparator.comparingDouble(turn -> turn.perNanosecond(now)));
    slowest.ifPresent(Turn::end);
    return slowest.isPresent();
  }
}
