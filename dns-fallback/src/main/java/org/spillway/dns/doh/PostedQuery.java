package org.spillway.dns.doh;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the body of a POST, without a thread that waits for it, and for a limited time. */
final class PostedQuery implements ReadListener, AsyncListener {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /**
   * The most bytes that are read, which is more than a message has: a client that is cut off while
   * it sends may never see the answer (RFC 9112 §9.6).
   */
  static final int MAX_READ = 4 * DohReply.MAX_MESSAGE;

  /** Handles the body, which is whole, or longer than any message. */
  @FunctionalInterface
  interface Then {
    void accept(byte[] body) throws IOException;
  }

  private final AsyncContext async;
  private final ServletInputStream in;
  private final HttpServletResponse response;
  private final Then then;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final AtomicBoolean answered = new AtomicBoolean();
  private int read;

  private PostedQuery(
      AsyncContext async, ServletInputStream in, HttpServletResponse response, Then then) {
    this.async = async;
    this.in = in;
    this.response = response;
    this.then = then;
  }

  static void read(HttpServletRequest request, HttpServletResponse response, Then then)
      throws IOException {
    var async = request.startAsync(request, response);
    async.setTimeout(LONGEST.toMillis());
    var posted = new PostedQuery(async, request.getInputStream(), response, then);
    async.addListener(posted);
    posted.in.setReadListener(posted);
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] buffer = new byte[4096];
    while (in.isReady()) {
      int count = in.read(buffer);
      if (count < 0) {
        return;
      }
      keep(buffer, count);
      if (read > MAX_READ) {
        answer(() -> DohReply.refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
        return;
      }
    }
  }

  /** Keeps bytes of the body; a body that is too long need not be kept whole. */
  private void keep(byte[] buffer, int count) {
    read += count;
    if (body.size() <= DohReply.MAX_MESSAGE) {
      body.write(buffer, 0, count);
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    answer(() -> then.accept(body.toByteArray()));
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    answer(() -> DohReply.refuse(response, HttpServletResponse.SC_REQUEST_TIMEOUT));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Answers once: the time may be over while the last byte is read. */
  private void answer(Step step) throws IOException {
    if (answered.compareAndSet(false, true)) {
      try {
        step.run();
      } finally {
        async.complete();
      }
    }
  }

  @Override
  public void onError(Throwable problem) {
    if (answered.compareAndSet(false, true)) {
      async.complete();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    onError(event.getThrowable());
  }

  @Override
  public void onComplete(AsyncEvent event) {
    // Nothing is held.
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The timer was started once.
  }
}
