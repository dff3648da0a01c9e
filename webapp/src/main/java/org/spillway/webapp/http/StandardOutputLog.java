package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.WARNING;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.spillway.net.DaemonThreads;

/**
 * Writes lines on a thread of its own, so that a reader of standard output that has stopped keeps
 * no request waiting. While too many lines wait, further ones are dropped, of which the log tells
 * once, and again at the end with their number.
 */
final class StandardOutputLog extends AbstractLifeCycle implements RequestLog.Writer {
  private static final System.Logger log = System.getLogger(StandardOutputLog.class.getName());

  /** The time for the lines that wait when the server stops, in milliseconds. */
  private static final long LAST_LINES = 1_000;

  private final PrintStream out;
  private final BlockingQueue<String> lines;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writing = DaemonThreads.single("access-log", this::write);
  private volatile boolean ending;

  /**
   * @param most the number of lines that may wait
   */
  StandardOutputLog(PrintStream out, int most) {
    this.out = out;
    this.lines = new ArrayBlockingQueue<>(most);
  }

  @Override
  protected void doStart() {
    writing.start();
  }

  @Override
  public void write(String line) {
    if (!lines.offer(line) && dropped.getAndIncrement() == 0) {
      log.log(
          WARNING,
          "http.access-log: lines are dropped, because nobody reads standard output fast enough");
    }
  }

  private void write() {
    try {
      while (!ending || !lines.isEmpty()) {
        String line = lines.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          out.println(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the lines that are left, but not for a reader that has stopped. */
  @Override
  protected void doStop() throws InterruptedException {
    ending = true;
    writing.join(LAST_LINES);
    if (dropped.get() > 0) {
      log.log(WARNING, "http.access-log: {0} lines were dropped", dropped);
    }
  }
}
