package org.spillway.webapp.command;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.spillway.webapp.Server;
import org.spillway.webapp.terminal.TextWidth;

/**
 * Ends a server when the system says so: SIGTERM and SIGINT let downloads end within the grace that
 * is configured, and the process ends with 0; a second one ends it without waiting. SIGHUP is told
 * and ignored, because a daemon must outlive the terminal that started it.
 */
final class ServerStop {
  private final Server server;
  private final PrintWriter err;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<String> signal = new AtomicReference<>("");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread waiting = Thread.currentThread();

  /** Whether the thread waits for downloads, and may be interrupted; guarded by this. */
  private boolean isDraining;

  /** Makes the stop for the thread that calls {@link #await} later. */
  ServerStop(Server server, PrintWriter err) {
    this.server = server;
    this.err = err;
  }

  /** Begins to listen to signals. */
  void watchSignals() {
    // Also for systems that do not let us handle signals, and for an exit for other reasons.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    Signals.handle("TERM", () -> stopFor("SIGTERM"));
    Signals.handle("INT", () -> stopFor("SIGINT"));
    Signals.handle(
        "HUP",
        () ->
            say(
                "SIGHUP: the configuration is read at the start only; a renewed certificate and"
                    + " changed files are noticed without a signal"));
  }

  private void stopFor(String name) {
    if (!signal.compareAndSet("", name)) {
      stopDraining();
    }
    asked.countDown();
  }

  /** Waits for a signal to stop, and stops the server. */
  void await() throws InterruptedException {
    asked.await();
    int downloads = server.downloads();
    say(
        downloads == 0
            ? signal + ": the server stops"
            : "%s: the server stops; downloads that go on: %d".formatted(signal, downloads));
    try {
      drain(true);
      server.drain();
    } catch (InterruptedException e) {
      say("the server stops without waiting, because it was told to stop twice");
    } finally {
      drain(false);
    }
    close();
  }

  private synchronized void drain(boolean begins) {
    isDraining = begins;
    // What is written while the server closes must not be cut off by an interrupt that came late.
    boolean unused = Thread.interrupted();
  }

  private synchronized void stopDraining() {
    if (isDraining) {
      waiting.interrupt();
    }
  }

  /**
   * Closes the server, and prints the bytes that were sent, even if the log leaves out such
   * messages.
   */
  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    server.close();
    var uploads = server.uploads();
    if (uploads.sent() > 0) {
      say(uploads.line());
    }
  }

  private void say(String line) {
    err.println(TextWidth.printable("spillway: " + line));
    err.flush();
  }
}
