package org.spillway.benchmarks.flashcrowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures that a run should reach. All of its clients have to get the file in any case.
 *
 * @param lastOverBound the longest time that the last client may wait, as a multiple of the bound;
 *     infinite if any time is allowed
 * @param copies the most copies that the server may send; infinite if any number is allowed
 */
record Aim(double lastOverBound, double copies) {
  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final Aim NONE = new Aim(ANY, ANY);

  /** The aims are meant for a file of this length, in bytes. */
  private static final long LENGTH = 64L * 1024 * 1024;

  /**
   * Returns the aim of a run.
   *
   * @param length of the file, in bytes
   */
  static Aim of(Scenario scenario, long length) {
    if (!scenario.isPlain() || length != LENGTH) {
      return NONE;
    }
    return switch (scenario.crowd()) {
      case LIBTORRENT -> ofLibtorrent(scenario, scenario.bound(length));
      case ARIA2 -> ofAria2(scenario);
      case TRANSMISSION, GET, MIX, HTTP -> NONE;
    };
  }

  private static Aim ofLibtorrent(Scenario scenario, Bound bound) {
    int clients = scenario.clients();
    if (clients == 1) {
      return scenario.goal() == Goal.THRIFTY
          ? NONE
          : new Aim(1.15 * bound.httpSeconds() / bound.seconds(), ANY);
    }
    if (clients < 10) {
      return NONE;
    }
    return scenario.goal() == Goal.THRIFTY
        ? new Aim(2.2, 1.5)
        : new Aim(clients < 40 ? 1.25 : 1.4, 1.15 * bound.copies());
  }

  private static Aim ofAria2(Scenario scenario) {
    if (scenario.clients() != 10) {
      return NONE;
    }
    return scenario.goal() == Goal.THRIFTY ? new Aim(ANY, 2) : new Aim(2, 4);
  }

  /** Returns whether any figures are allowed. */
  boolean isNone() {
    return equals(NONE);
  }

  boolean isMetBy(Outcome outcome, double boundSeconds) {
    return outcome.isComplete()
        && outcome.last() <= lastOverBound * boundSeconds
        && outcome.copies() <= copies;
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (lastOverBound < ANY) {
      parts.add(String.format(Locale.ROOT, "%.2f x bound", lastOverBound));
    }
    if (copies < ANY) {
      parts.add(String.format(Locale.ROOT, "%.2f copies", copies));
    }
    return isNone() ? Report.NOTHING : "<= " + String.join(", ", parts);
  }
}
