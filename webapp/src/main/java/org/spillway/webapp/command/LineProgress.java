package org.spillway.webapp.command;

import java.io.PrintStream;
import java.time.Clock;
import org.spillway.client.DownloadResult;
import org.spillway.client.Progress;
import org.spillway.client.Route;
import org.spillway.client.Source;

/** Prints a line for each event and each further tenth of the file, for logs and pipes. */
final class LineProgress implements Progress {
  /** The bytes between two lines where the length is not known. */
  private static final long STEP = 64L * 1024 * 1024;

  private final PrintStream out;
  private final ProgressMeter meter;
  private long printed;

  LineProgress(PrintStream out, Clock clock) {
    this.out = out;
    this.meter = new ProgressMeter(clock);
  }

  @Override
  public synchronized void found(Route route, String detail) {
    line("found: " + route.label() + " (" + detail + ")");
  }

  @Override
  public synchronized void started(String name, long length) {
    meter.start(name, length);
    printed = 0;
    line(name + ": " + (length < 0 ? "unknown length" : length + " bytes"));
  }

  @Override
  public synchronized void received(Source source, long bytes) {
    meter.add(source, bytes);
    long step = step();
    if (step > printed) {
      printed = step;
      print();
    }
  }

  private long step() {
    long length = meter.length();
    return length < 0 ? meter.done() / STEP : Units.percent(meter.done(), length) / 10;
  }

  private void print() {
    String part =
        meter.length() < 0
            ? Units.bytes(meter.done())
            : Units.percent(meter.done(), meter.length()) + " %";
    String rate = Units.bytes(meter.rate());
    line(part + " at " + rate + "/s: " + Units.sources(meter.bytes()));
  }

  /** Prints a line, which may hold names from outside, and which a terminal may show later. */
  private void line(String text) {
    out.println(TextWidth.printable(text));
  }

  @Override
  public synchronized void note(String message) {
    line(message);
  }

  @Override
  public synchronized void finished(DownloadResult result) {
    line(
        "done: %s, %d bytes in %s (%s)"
            .formatted(
                result.file(),
                result.length(),
                Units.seconds(result.took()),
                Units.sources(result.bytes())));
  }
}
