package org.spillway.negotiation.sending;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spillway.negotiation.answers.BodyTransfer;

/** One body on its way through a servlet container. */
final class ServletTransfer {
  private static final System.Logger log = System.getLogger(ServletTransfer.class.getName());

  private final BodyTransfer transfer;
  private final Permit permit;
  private final AnswerCounters counters;
  private final AtomicBoolean ended = new AtomicBoolean();

  ServletTransfer(BodyTransfer transfer, Permit permit, AnswerCounters counters) {
    this.transfer = transfer;
    this.permit = permit;
    this.counters = counters;
  }

  /**
   * Sends all of it on this thread, which must not wait: the bytes count at the limits, and others
   * wait for them.
   *
   * @throws IOException if the file changed or the other side is gone
   */
  void send(ServletOutputStream out) throws IOException {
    try {
      while (transfer.portion().hasRemaining()) {
        permit.count(transfer.portion().remaining());
        sendPortion(out);
        transfer.next(permit.portion());
      }
    } catch (IOException e) {
      counters.aborted();
      log.log(DEBUG, () -> "cut off: " + e);
      throw e;
    } finally {
      end();
    }
  }

  private void sendPortion(ServletOutputStream out) throws IOException {
    var portion = transfer.portion();
    out.write(portion.array(), portion.arrayOffset() + portion.position(), portion.remaining());
    permit.sent(portion.remaining());
  }

  /**
   * @return false if it had ended before
   */
  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    try {
      transfer.close();
    } catch (IOException e) {
      log.log(DEBUG, () -> "closing: " + e);
    }
    permit.close();
    return true;
  }

  /**
   * Sends it whenever the client has room and the limits allow it, on the container's threads; none
   * waits for it.
   */
  void sendAsync(AsyncContext async, HttpServletResponse response, ScheduledExecutorService timer)
      throws IOException {
    async.setTimeout(0);
    var out = response.getOutputStream();
    out.setWriteListener(new Listener(async, out, timer));
  }

  /**
   * The container calls it on one thread at a time, and not at all while the stream is ready: then
   * the timer does.
   */
  private final class Listener implements WriteListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final ScheduledExecutorService timer;
    private boolean sent;

    Listener(AsyncContext async, ServletOutputStream out, ScheduledExecutorService timer) {
      this.async = async;
      this.out = out;
      this.timer = timer;
    }

    @Override
    public void onWritePossible() throws IOException {
      // Until the stream is ready again, the portion that was written last is the container's.
      while (out.isReady()) {
        if (sent) {
          transfer.next(permit.portion());
          sent = false;
        }
        if (!transfer.portion().hasRemaining()) {
          if (end()) {
            async.complete();
          }
          return;
        }
        long nanos = permit.delay(transfer.portion().remaining());
        if (nanos > 0) {
          var unused = timer.schedule(() -> async.start(this::goOn), nanos, TimeUnit.NANOSECONDS);
          return;
        }
        sendPortion(out);
        sent = true;
      }
    }

    /** Continues after a wait, in which the client may have gone. */
    private void goOn() {
      if (ended.get()) {
        return;
      }
      try {
        onWritePossible();
      } catch (IOException e) {
        onError(e);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The container can see that the client has gone while the timer's step is under way.
      if (end()) {
        counters.aborted();
        log.log(DEBUG, () -> "cut off: " + failure);
        async.complete();
      }
    }
  }
}
