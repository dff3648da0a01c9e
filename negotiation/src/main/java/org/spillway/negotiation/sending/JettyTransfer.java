package org.spillway.negotiation.sending;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.BodyTransfer;

/**
 * One body on its way through Jetty: a portion is read when the one before is gone, and sent when
 * its turn has come.
 */
final class JettyTransfer extends IteratingCallback {
  private static final System.Logger log = System.getLogger(JettyTransfer.class.getName());

  private final BodyTransfer transfer;
  private final PortionBuffers.Buffer buffer;
  private final Response response;
  private final Callback callback;
  private final Permit permit;
  private final AnswerCounters counters;
  private final JettyDelay delay;
  private long left;

  /** The number of bytes in the portion that is being written. */
  private int sending;

  private boolean isWriting;
  private boolean isLast;

  /**
   * @param length the length of the body in bytes; {@link Body#UNKNOWN} if only its end shows it
   * @param buffer the buffer that the first portion was read into
   */
  JettyTransfer(
      BodyTransfer transfer,
      PortionBuffers.Buffer buffer,
      long length,
      Request request,
      Response response,
      Callback callback,
      Permit permit,
      AnswerCounters counters) {
    this.transfer = transfer;
    this.buffer = buffer;
    this.left = length == Body.UNKNOWN ? Long.MAX_VALUE : length;
    this.delay = new JettyDelay(request);
    this.response = response;
    this.callback = callback;
    this.permit = permit;
    this.counters = counters;
  }

  /** Sends all of it, and returns before that is done. */
  void start() {
    iterate();
  }

  @Override
  protected Action process() throws IOException {
    if (isWriting) {
      isWriting = false;
      permit.sent(sending);
      if (isLast) {
        return Action.SUCCEEDED;
      }
      transfer.next(buffer.next(sending, left), permit.portion());
      buffer.busy();
    }
    long nanos = permit.delay(transfer.portion().remaining());
    if (nanos > 0) {
      delay.run(nanos, this::succeeded);
    } else {
      write();
    }
    return Action.SCHEDULED;
  }

  private void write() {
    isWriting = true;
    sending = transfer.portion().remaining();
    left -= sending;
    isLast = transfer.isLast();
    buffer.whenNeeded(this::taken, this::endStalled);
    response.write(isLast, transfer.portion(), this);
  }

  /** Returns how much of the portion the client has taken; called by any thread. */
  private int taken() {
    return transfer.portion().position();
  }

  private void endStalled() {
    callback.failed(new IOException("the client has stopped reading"));
  }

  @Override
  protected void onCompleteSuccess() {
    end();
    callback.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable failure) {
    if (isWriting) {
      // The connection moves the position as it takes bytes.
      permit.sent(sending - transfer.portion().remaining());
    }
    counters.aborted();
    log.log(DEBUG, () -> "cut off: " + failure);
    end();
    callback.failed(failure);
  }

  /** Closes the permit last, so that the next transfer that is admitted finds the buffer free. */
  private void end() {
    try {
      transfer.close();
    } catch (IOException e) {
      log.log(DEBUG, () -> "closing: " + e);
    }
    buffer.close();
    permit.close();
  }
}
