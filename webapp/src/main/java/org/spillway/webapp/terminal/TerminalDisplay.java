package org.spillway.webapp.terminal;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadResult;
import org.spillway.client.Route;
import org.spillway.client.Source;

/**
 * Draws one line at the bottom of a terminal, ten times a second at most, and also while nothing
 * happens. Several downloads share the line. Only carriage returns and spaces are used, which every
 * terminal understands.
 */
final class TerminalDisplay implements Display {
  private static final Duration REDRAW = Duration.ofMillis(100);

  /** The time for which nothing is drawn while no server has answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final PrintStream out;
  private final IntSupplier columns;
  private final Clock clock;
  private final List<ProgressMeter> running = new ArrayList<>();
  private @Nullable Ticker ticker;
  private Instant drawn = Instant.EPOCH;
  private int width;
  private final AtomicInteger done = new AtomicInteger();
  private boolean isClosed;

  /**
   * @param columns the terminal's width, which is asked for before each drawing
   */
  TerminalDisplay(PrintStream out, IntSupplier columns, Clock clock) {
    this.out = out;
    this.columns = columns;
    this.clock = clock;
  }

  /** Returns a display that draws by itself until it is closed. */
  static Display start(PrintStream out, Terminal terminal) {
    var display = new TerminalDisplay(out, terminal::columns, Clock.systemUTC());
    display.ticker = Ticker.start(display::tick, 2 * REDRAW.toMillis());
    return display;
  }

  @Override
  public synchronized DownloadView begin(String argument) {
    var meter = new ProgressMeter(TextWidth.printable(argument), clock);
    running.add(meter);
    return new Listener(meter);
  }

  /** Draws again because time has passed: the width, the time left and a stall may be others. */
  synchronized void tick() {
    if (!isClosed && !running.isEmpty()) {
      draw();
    }
  }

  private synchronized void drawSoon() {
    if (Duration.between(drawn, clock.instant()).compareTo(REDRAW) >= 0) {
      tick();
    }
  }

  private void draw() {
    var meter = running.size() == 1 ? running.get(0) : together();
    if (!meter.isStarted() && meter.silence().compareTo(PATIENCE) < 0) {
      return;
    }
    drawn = clock.instant();
    int room = room();
    String shown = ProgressText.line(meter, room);
    int taken = TextWidth.of(shown);
    out.print("\r" + shown + " ".repeat(Math.max(0, Math.min(width, room) - taken)));
    out.flush();
    width = taken;
  }

  private ProgressMeter together() {
    String name = running.size() + " downloads" + (done.get() == 0 ? "" : ", " + done + " done");
    return ProgressMeter.together(name, running, clock);
  }

  /** Prints a message above the bar. The terminal wraps messages that are longer than a line. */
  private synchronized void line(String text) {
    if (!isClosed) {
      clear();
      out.println(TextWidth.printable(text));
    }
  }

  private void clear() {
    if (width > 0) {
      // Not only the bar: a terminal shows ^C behind it.
      out.print("\r" + " ".repeat(room()) + "\r");
      out.flush();
      width = 0;
    }
  }

  /** Returns the columns but the last: some terminals go to the next line after it. */
  private int room() {
    return Math.max(1, columns.getAsInt() - 1);
  }

  private synchronized void end(ProgressMeter meter, String text) {
    running.remove(meter);
    line(text);
  }

  @Override
  public void close() {
    synchronized (this) {
      clear();
      isClosed = true;
    }
    if (ticker != null) {
      ticker.close();
    }
  }

  /** Listens to one of the downloads. */
  private final class Listener implements DownloadView {
    private final ProgressMeter meter;

    Listener(ProgressMeter meter) {
      this.meter = meter;
    }

    @Override
    public void found(Route route, String detail) {
      line(route.label() + " (" + detail + ")");
    }

    @Override
    public void started(String name, long length) {
      synchronized (TerminalDisplay.this) {
        meter.start(TextWidth.printable(name), length);
        tick();
      }
    }

    @Override
    public void received(Source source, long bytes) {
      synchronized (TerminalDisplay.this) {
        meter.add(source, bytes);
        if (meter.isComplete()) {
          tick();
        } else {
          drawSoon();
        }
      }
    }

    @Override
    public void note(String message) {
      line(message);
    }

    @Override
    public void failed(int code, String message) {
      end(meter, "spillway: " + message);
    }

    @Override
    public void finished(DownloadResult result) {
      done.incrementAndGet();
      end(
          meter,
          "%s: %s in %s, %s"
              .formatted(
                  result.file(),
                  Units.bytes(result.length()),
                  Units.seconds(result.took()),
                  Units.sources(result.bytes())));
    }
  }
}
