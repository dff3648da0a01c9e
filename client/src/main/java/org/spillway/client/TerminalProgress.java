package org.spillway.client;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One line at the bottom of a terminal, drawn over again ten times a second at most. */
final class TerminalProgress implements Progress {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int NARROWEST_BAR = 10;

  /** Room for percent, speed and time left, so that the bar keeps its width. */
  private static final int REST = 32;

  private final PrintStream out;
  private final int columns;
  private final Clock clock;
  private final Transfer transfer;
  private Instant drawn = Instant.EPOCH;
  private int width;

  TerminalProgress(PrintStream out, int columns, Clock clock) {
    this.out = out;
    this.columns = columns;
    this.clock = clock;
    this.transfer = new Transfer(clock);
  }

  @Override
  public synchronized void found(Found found, String detail) {
    line(found.label() + " (" + detail + ")");
  }

  @Override
  public synchronized void started(String name, long length) {
    transfer.start(name, length);
    draw();
  }

  @Override
  public synchronized void received(Source source, long bytes) {
    transfer.add(source, bytes);
    boolean complete = transfer.done() == transfer.length();
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
                result.sources()));
  }

  private void line(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  private void erase() {
    out.print("\r" + " ".repeat(width) + "\r");
    width = 0;
  }

  private void draw() {
    drawn = clock.instant();
    String text = transfer.length() < 0 ? withoutLength() : withBar();
    String shown = text.substring(0, Math.min(text.length(), Math.max(1, columns - 1)));
    out.print("\r" + shown + " ".repeat(Math.max(0, width - shown.length())));
    out.flush();
    width = shown.length();
  }

  private String withoutLength() {
    return transfer.name() + " " + Units.bytes(transfer.done()) + speed();
  }

  private String withBar() {
    int percent = Units.percent(transfer.done(), transfer.length());
    String left = transfer.timeLeft().map(time -> ", " + Units.time(time) + " left").orElse("");
    String rest = " %3d %%%s%s".formatted(percent, speed(), left);
    int room = columns - 3 - Math.max(REST, rest.length());
    String name = shortName(room - NARROWEST_BAR - 1);
    int bar = Math.max(0, Math.min(40, room - name.length() - 1));
    int full = bar * percent / 100;
    return name + " [" + "#".repeat(full) + "-".repeat(bar - full) + "]" + rest;
  }

  private String shortName(int room) {
    String name = transfer.name();
    return name.length() <= room ? name : name.substring(0, Math.max(0, room - 1)) + "~";
  }

  private String speed() {
    return " " + Units.bytes(transfer.rate()) + "/s";
  }
}
