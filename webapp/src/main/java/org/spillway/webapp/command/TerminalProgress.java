package org.spillway.webapp.command;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.spillway.client.DownloadResult;
import org.spillway.client.Progress;
import org.spillway.client.Route;
import org.spillway.client.Source;

/**
 * Draws one line at the bottom of a terminal, ten times a second at most. Only carriage returns and
 * spaces are used, which every terminal understands.
 */
final class TerminalProgress implements Progress {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int NARROWEST_BAR = 10;

  /** The columns for percent, speed and time left, so that the bar keeps its width. */
  private static final int REST = 32;

  private final PrintStream out;
  private final IntSupplier columns;
  private final Clock clock;
  private final ProgressMeter meter;
  private Instant drawn = Instant.EPOCH;
  private int width;

  /**
   * @param columns the terminal's width, which is asked for before each drawing
   */
  TerminalProgress(PrintStream out, IntSupplier columns, Clock clock) {
    this.out = out;
    this.columns = columns;
    this.clock = clock;
    this.meter = new ProgressMeter(clock);
  }

  @Override
  public synchronized void found(Route route, String detail) {
    line(route.label() + " (" + detail + ")");
  }

  @Override
  public synchronized void started(String name, long length) {
    meter.start(TextWidth.printable(name), length);
    draw();
  }

  @Override
  public synchronized void received(Source source, long bytes) {
    meter.add(source, bytes);
    boolean complete = meter.done() == meter.length();
    if (complete || Duration.between(drawn, clock.instant()).compareTo(REDRAW) >= 0) {
      draw();
    }
  }

  @Override
  public synchronized void note(String message) {
    line(message);
  }

  @Override
  public synchronized void finished(DownloadResult result) {
    line(
        "%s: %s in %s, %s"
            .formatted(
                result.file(),
                Units.bytes(result.length()),
                Units.seconds(result.took()),
                Units.sources(result.bytes())));
  }

  /** Prints a message above the bar. The terminal wraps messages that are longer than a line. */
  private void line(String text) {
    out.print("\r" + " ".repeat(Math.min(width, room())) + "\r");
    width = 0;
    out.println(TextWidth.printable(text));
    out.flush();
  }

  /**
   * Returns the columns that may be drawn on: in the last one, some terminals would go on to the
   * next line.
   */
  private int room() {
    return Math.max(1, columns.getAsInt() - 1);
  }

  private void draw() {
    drawn = clock.instant();
    int room = room();
    String shown = TextWidth.cut(meter.length() < 0 ? withoutLength() : withBar(room), room);
    int taken = TextWidth.of(shown);
    out.print("\r" + shown + " ".repeat(Math.max(0, Math.min(width, room) - taken)));
    out.flush();
    width = taken;
  }

  private String withoutLength() {
    return meter.name() + " " + Units.bytes(meter.done()) + speed();
  }

  private String withBar(int columns) {
    int percent = Units.percent(meter.done(), meter.length());
    String left = meter.timeLeft().map(time -> ", " + Units.time(time) + " left").orElse("");
    String rest = " %3d %%%s%s".formatted(percent, speed(), left);
    int room = columns - 2 - Math.max(REST, rest.length());
    String name = shortName(room - NARROWEST_BAR - 1);
    int bar = Math.max(0, room - TextWidth.of(name) - 1);
    int full = (int) ((long) bar * percent / 100);
    return name + " [" + "#".repeat(full) + "-".repeat(bar - full) + "]" + rest;
  }

  private String shortName(int room) {
    String name = meter.name();
    return TextWidth.of(name) <= room ? name : TextWidth.cut(name, Math.max(0, room - 1)) + "~";
  }

  private String speed() {
    return " " + Units.bytes(meter.rate()) + "/s";
  }
}
