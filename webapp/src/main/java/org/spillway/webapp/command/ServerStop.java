package org.spillway.webapp.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.spillway.webapp.Server;

/**
 * Ends a server when the system says so: SIGTERM and SIGINT let downloads end within the grace that
 * is configured, and the process ends with 0; a second one ends it without waiting. The log tells
 * of SIGHUP and SIGUSR1, which change nothing: a daemon must outlive the terminal that started it,
 * and scripts send SIGUSR1 to servers so that they open their logs anew.
 */
final class ServerStop {
  private final Server server;
  private final Consumer<String> news;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<String> signal = new AtomicReference<>("");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread waiting = Thread.currentThread();

  /** Whether the thread waits for downloads, and may be interrupted; guarded by this. */
  private boolean isDraining;

  /**
   * Makes the stop for the thread that calls {@link #await} later.
   *
   * @param news is told each sentence about the stop
   */
  ServerStop(Server server, Consumer<String> news) {
    this.server = server;
    this.news = news;
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
    Signals.handle(
        "USR1", () -> say("SIGUSR1 is ignored; logs whose names have a day begin anew each day"));
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
    // First, so that what is said about it is true already.
    server.refuse();
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
    news.accept(line);
  }
}
