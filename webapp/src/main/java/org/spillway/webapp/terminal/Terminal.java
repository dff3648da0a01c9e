package org.spillway.webapp.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.spillway.net.DaemonThreads;

/**
 * The terminal that standard error goes to. Java knows neither whether there is one nor how wide it
 * is, so {@code stty} is asked, as picocli does (ADR 42). Safe for use by many threads.
 */
final class Terminal {
  /** The width that is assumed for a pseudo terminal without a size, which says 0. */
  private static final int USUAL_COLUMNS = 80;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long ASK_AGAIN = Duration.ofSeconds(1).toNanos();
  private static final Pattern SIZE = Pattern.compile("\\d{1,5} (\\d{1,5})\\s*");

  private final AtomicLong asked = new AtomicLong(System.nanoTime());
  private volatile int columns;

  private Terminal(int columns) {
    this.columns = columns;
  }

  /**
   * Returns the terminal, or empty if standard error goes to a file or a pipe, or if the terminal
   * cannot move its cursor. Runs a program, which takes some 50 ms.
   */
  static Optional<Terminal> ofStandardError() {
    String type = System.getenv().getOrDefault("TERM", "dumb");
    if (type.equals("dumb")) {
      return Optional.empty();
    }
    var columns = ask();
    return columns.isPresent() ? Optional.of(new Terminal(columns.getAsInt())) : Optional.empty();
  }

  /**
   * Returns how many characters fit on a line. A change of the size counts a second later at the
   * latest, if this is called that often. Does not block.
   */
  int columns() {
    long last = asked.get();
    long now = System.nanoTime();
    if (now - last >= ASK_AGAIN && asked.compareAndSet(last, now)) {
      DaemonThreads.single("terminal-width", () -> ask().ifPresent(width -> columns = width))
          .start();
    }
    return columns;
  }

  /**
   * Asks stty for the width. Standard error is inherited and not opened by its name, because the
   * terminal may belong to another user after su.
   */
  private static OptionalInt ask() {
    try {
      var stty =
          new ProcessBuilder("sh", "-c", "exec stty size <&2 2>/dev/null")
              .redirectError(Redirect.INHERIT)
              .start();
      stty.getOutputStream().close();
      stty.onExit().completeOnTimeout(stty, PATIENCE.toMillis(), MILLISECONDS).join();
      if (stty.isAlive()) {
        stty.destroyForcibly();
        return OptionalInt.empty();
      }
      return size(new String(stty.getInputStream().readNBytes(64), US_ASCII));
    } catch (IOException e) {
      // There is no sh, as on Windows: progress is told in lines.
      return OptionalInt.empty();
    }
  }

  /**
   * Reads the answer of stty.
   *
   * @param answer rows and columns
   */
  static OptionalInt size(String answer) {
    var matcher = SIZE.matcher(answer);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int columns = Integer.parseInt(matcher.group(1));
    return OptionalInt.of(columns == 0 ? USUAL_COLUMNS : columns);
  }
}
