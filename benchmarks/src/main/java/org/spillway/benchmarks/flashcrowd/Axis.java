package org.spillway.benchmarks.flashcrowd;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers from 0 on, along an edge of a chart.
 *
 * @param label with the unit
 * @param ticks the numbers that are written there; the last one is where the axis ends
 */
record Axis(String label, List<Integer> ticks) {
  private static final int MOST_STEPS = 6;

  Axis {
    ticks = List.copyOf(ticks);
    if (ticks.isEmpty() || ticks.get(ticks.size() - 1) <= 0) {
      throw new IllegalArgumentException("the last tick must be greater than 0, were " + ticks);
    }
  }

  /** Returns an axis with a few round numbers, which ends at the greatest value or beyond. */
  static Axis upTo(double greatest, String label) {
    int step = 1;
    while (step * MOST_STEPS < greatest) {
      step = next(step);
    }
    int last = (int) Math.max(1, Math.ceil(greatest / step));
    int distance = step;
    return new Axis(label, IntStream.rangeClosed(0, last).map(i -> i * distance).boxed().toList());
  }

  /** Returns the next one of 1, 2, 5, 10, 20, 50 and so on. */
  private static int next(int step) {
    return Integer.toString(step).startsWith("2") ? step / 2 * 5 : step * 2;
  }

  /** Returns where a value stands: 0 at the beginning of the axis, 1 at its end. */
  double position(double value) {
    return value / ticks.get(ticks.size() - 1);
  }
}
