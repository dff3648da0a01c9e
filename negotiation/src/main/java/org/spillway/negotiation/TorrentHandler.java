package org.spillway.negotiation;

import static java.lang.System.Logger.Level.DEBUG;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.HttpReply;
import org.spillway.negotiation.sending.JettyDelay;
import org.spillway.negotiation.sending.JettyRequestHead;
import org.spillway.negotiation.sending.JettyWriter;
import org.spillway.negotiation.sending.PortionBuffers;

/**
 * Does the work of {@link TorrentFilter} as a handler of Jetty, for an application that offers
 * files and nothing else: it answers every request, also for folders and for paths that are not
 * offered. It saves the cost of the servlets. Answers from memory are sent on the thread that read
 * the request; work that may wait for a disk is handed to Jetty's pool. Safe for use by many
 * threads.
 */
public final class TorrentHandler extends Handler.Abstract.NonBlocking {
  private static final System.Logger log = System.getLogger(TorrentHandler.class.getName());

  private final HttpResponder responder;
  private final JettyWriter writer;

  /**
   * @param catalog offers nothing before it is started
   * @param memory the memory for bodies that are read while they are sent
   * @param window tells how many bytes the client of a request lets us send now; protocols without
   *     a flow control of their own have no limit, {@link Integer#MAX_VALUE}
   */
  public TorrentHandler(
      Catalog catalog,
      NegotiationSettings settings,
      SendBuffers memory,
      ToIntFunction<Request> window) {
    this(catalog, settings, memory, window, Ticker.systemTicker());
  }

  /**
   * @param memory the memory for bodies that are read while they are sent
   * @param ticker the clock by which the rates are measured
   */
  TorrentHandler(
      Catalog catalog,
      NegotiationSettings settings,
      SendBuffers memory,
      ToIntFunction<Request> window,
      Ticker ticker) {
    this.responder = new HttpResponder(catalog, settings, ticker);
    this.writer = new JettyWriter(responder, new PortionBuffers(memory, System::nanoTime), window);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var exchange = new Exchange(request, response, callback);
    if (responder.isCached(exchange.head)) {
      exchange.answer();
    } else {
      exchange.dispatch(exchange::answer);
    }
    return true;
  }

  /** One request and its answer. */
  private final class Exchange {
    private final JettyRequestHead head;
    private final Response response;
    private final Callback callback;

    Exchange(Request request, Response response, Callback callback) {
      this.head = JettyRequestHead.of(request);
      this.response = response;
      this.callback = callback;
    }

    void dispatch(Runnable step) {
      head.request().getComponents().getExecutor().execute(() -> guard(step));
    }

    /** Runs a step, and tells Jetty if it fails. */
    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        callback.failed(e);
      }
    }

    void answer() {
      for (int attempt = 0; attempt < HttpResponder.ATTEMPTS; attempt++) {
        var reply = responder.respond(head).orElseGet(() -> responder.notOffered(head));
        if (reply instanceof HttpReply.Wait wait) {
          waitFor(wait);
          return;
        }
        if (reply instanceof HttpReply.AskAgain again) {
          new JettyDelay(head.request()).run(again.delay().toNanos(), () -> guard(this::answer));
          return;
        }
        if (reply instanceof Answer answer && writer.write(answer, head, response, callback)) {
          return;
        }
      }
      giveUp();
    }

    private void waitFor(HttpReply.Wait wait) {
      // The connection is silent meanwhile, as it should be.
      head.request().addIdleTimeoutListener(silence -> false);
      var unused =
          wait.until()
              .copy()
              .orTimeout(wait.atMost().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete((done, failure) -> dispatch(this::finish));
    }

    /**
     * Asks again instead of using the result of the wait, because the file may have changed since.
     */
    private void finish() {
      if (!writer.write(responder.respondOr404(head), head, response, callback)) {
        giveUp();
      }
    }

    private void giveUp() {
      log.log(DEBUG, () -> head.path() + ": could not be read");
      writer.write(responder.unavailable(head), head, response, callback);
    }
  }

  public NegotiationStats stats() {
    return responder.stats();
  }
}
