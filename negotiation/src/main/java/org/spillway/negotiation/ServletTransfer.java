package org.spillway.negotiation;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One body on its way through a servlet container. */
final class ServletTransfer {
  private static final System.Logger log = System.getLogger(ServletTransfer.class.getName());

  private final Transfer transfer;
  private final Gate.Passage passage;
  private final Counters counters;

  ServletTransfer(Transfer transfer, Gate.Passage passage, Counters counters) {
    this.transfer = transfer;
    this.passage = passage;
    this.counters = counters;
  }

  /**
   * Sends all of it on this thread.
   *
   * @throws IOException if the file changed or the other side is gone
   */
  void send(ServletOutputStream out) throws IOException {
    try {
      while (transfer.portion().hasRemaining()) {
        sendPortion(out);
        transfer.next();
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
    passage.sent(portion.remaining());
  }

  private void end() {
    try {
      transfer.close();
    } catch (IOException e) {
      log.log(DEBUG, () -> "closing: " + e);
    }
    passage.close();
  }

  /** Sends it whenever the client has room, on the container's threads; none waits for it. */
  void sendAsync(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var async = request.startAsync(request, response);
    async.setTimeout(0);
    var out = response.getOutputStream();
    out.setWriteListener(new Listener(async, out));
  }

  /** The container calls it on one thread at a time. */
  private final class Listener implements WriteListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private boolean sent;

    Listener(AsyncContext async, ServletOutputStream out) {
      this.async = async;
      this.out = out;
    }

    @Override
    public void onWritePossible() throws IOException {
      // Until the stream is ready again, the portion that was written last is the container's.
      while (out.isReady()) {
        if (sent) {
          transfer.next();
        }
        if (!transfer.portion().hasRemaining()) {
          end();
          async.complete();
          return;
        }
        sendPortion(out);
        sent = true;
      }
    }

    @Override
    public void onError(Throwable failure) {
      counters.aborted();
      log.log(DEBUG, () -> "cut off: " + failure);
      end();
      async.complete();
    }
  }
}
