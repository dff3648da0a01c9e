package org.spillway.webapp.terminal;

import java.time.Duration;

/** Puts the progress of a download into words, and into a bar as wide as a line. */
final class ProgressText {
  /** The silence after which a download counts as stalled. */
  static final Duration STALL = Duration.ofSeconds(3);

  private static final int NARROWEST_BAR = 10;

  /** The columns for percent, speed and time left, so that the bar keeps its width. */
  private static final int REST = 32;

  private ProgressText() {}

  /** Returns one line of a terminal, which is never wider than that. */
  static String line(ProgressMeter meter, int columns) {
    if (!meter.isStarted()) {
      return TextWidth.cut(waiting(meter, columns), columns);
    }
    return TextWidth.cut(
        meter.length() < 0 ? withoutLength(meter) : withBar(meter, columns), columns);
  }

  private static String waiting(ProgressMeter meter, int columns) {
    String rest = ": waiting for the server " + meter.silence().toSeconds() + " s";
    return shortName(meter.name(), columns - rest.length()) + rest;
  }

  private static String withoutLength(ProgressMeter meter) {
    return meter.name() + " " + Units.bytes(meter.done()) + speed(meter);
  }

  private static String withBar(ProgressMeter meter, int columns) {
    int percent = Units.percent(meter.done(), meter.length());
    String rest = " %3d %%%s%s".formatted(percent, speed(meter), left(meter));
    int room = columns - 2 - Math.max(REST, rest.length());
    String name = shortName(meter.name(), room - NARROWEST_BAR - 1);
    int bar = Math.max(0, room - TextWidth.of(name) - 1);
    int full = (int) ((long) bar * percent / 100);
    return name + " [" + "#".repeat(full) + "-".repeat(bar - full) + "]" + rest;
  }

  private static String left(ProgressMeter meter) {
    boolean isKnown = !isStalled(meter) && !meter.isComplete();
    return isKnown
        ? meter.timeLeft().map(time -> ", " + Units.time(time) + " left").orElse("")
        : "";
  }

  private static String shortName(String name, int room) {
    return TextWidth.of(name) <= room ? name : TextWidth.cut(name, Math.max(0, room - 1)) + "~";
  }

  private static String speed(ProgressMeter meter) {
    return isStalled(meter)
        ? " stalled " + meter.silence().toSeconds() + " s"
        : " " + Units.bytes(meter.rate()) + "/s";
  }

  private static boolean isStalled(ProgressMeter meter) {
    return !meter.isComplete() && meter.silence().compareTo(STALL) >= 0;
  }

  /** Returns a line for a log. */
  static String words(ProgressMeter meter) {
    if (!meter.isStarted()) {
      return "waiting for the server " + meter.silence().toSeconds() + " s";
    }
    String part =
        meter.length() < 0
            ? Units.bytes(meter.done())
            : Units.percent(meter.done(), meter.length()) + " %";
    String speed = isStalled(meter) ? "," + speed(meter) : " at" + speed(meter);
    String sources = meter.bytes().isEmpty() ? "" : ": " + Units.sources(meter.bytes());
    return part + speed + sources;
  }
}
