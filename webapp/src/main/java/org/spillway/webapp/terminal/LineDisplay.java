package org.spillway.webapp.terminal;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadResult;
import org.spillway.client.Route;
import org.spillway.client.Source;

/** Prints a line for each event and every ten seconds, for logs and pipes. */
final class LineDisplay implements Display {
  /** The time between two lines about one download. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean areSeveral;
  private final Clock clock;
  private final Map<ProgressMeter, Instant> running = new LinkedHashMap<>();
  private @Nullable Ticker ticker;
  private boolean isClosed;

  /**
   * @param areSeveral whether lines say which download they are about
   */
  LineDisplay(PrintStream out, boolean areSeveral, Clock clock) {
    this.out = out;
    this.areSeveral = areSeveral;
    this.clock = clock;
  }

  /**
   * Returns a display that prints by itself until it is closed.
   *
   * @param areSeveral whether lines say which download they are about
   */
  static Display start(PrintStream out, boolean areSeveral) {
    var display = new LineDisplay(out, areSeveral, Clock.systemUTC());
    display.ticker = Ticker.start(display::tick, 1000);
    return display;
  }

  @Override
  public synchronized DownloadView begin(String argument) {
    var meter = new ProgressMeter(argument, clock);
    running.put(meter, clock.instant());
    return new Listener(meter);
  }

  /** Prints a line about each download that has had none for some time. */
  synchronized void tick() {
    for (var entry : running.entrySet()) {
      if (Duration.between(entry.getValue(), clock.instant()).compareTo(INTERVAL) >= 0) {
        entry.setValue(clock.instant());
        line(prefix(entry.getKey()) + ProgressText.words(entry.getKey()));
      }
    }
  }

  /** Prints a line, which may hold names from outside, and which a terminal may show later. */
  private synchronized void line(String text) {
    if (!isClosed) {
      out.println(TextWidth.printable(text));
    }
  }

  private String prefix(ProgressMeter meter) {
    return areSeveral ? meter.name() + ": " : "";
  }

  @Override
  public void close() {
    synchronized (this) {
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

    private void say(String text) {
      synchronized (LineDisplay.this) {
        line(prefix(meter) + text);
      }
    }

    @Override
    public void found(Route route, String detail) {
      say("found: " + route.label() + " (" + detail + ")");
    }

    @Override
    public void started(String name, long length) {
      synchronized (LineDisplay.this) {
        meter.start(name, length);
        running.replace(meter, clock.instant());
        String size = length < 0 ? "unknown length" : length + " bytes";
        say(areSeveral ? size : name + ": " + size);
      }
    }

    @Override
    public void received(Source source, long bytes) {
      synchronized (LineDisplay.this) {
        meter.add(source, bytes);
      }
    }

    @Override
    public void note(String message) {
      say(message);
    }

    @Override
    public void failed(int code, String message) {
      synchronized (LineDisplay.this) {
        running.remove(meter);
        line("spillway: " + message);
      }
    }

    @Override
    public void finished(DownloadResult result) {
      synchronized (LineDisplay.this) {
        running.remove(meter);
        say(
            "done: %s, %d bytes in %s (%s)"
                .formatted(
                    result.file(),
                    result.length(),
                    Units.seconds(result.took()),
                    Units.sources(result.bytes())));
      }
    }
  }
}
