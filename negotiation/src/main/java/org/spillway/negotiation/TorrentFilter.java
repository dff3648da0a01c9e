package org.spillway.negotiation;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.spillway.catalog.Catalog;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.HttpReply;
import org.spillway.negotiation.sending.AnswerWriter;
import org.spillway.negotiation.sending.AnswerWriter.Outcome;
import org.spillway.negotiation.sending.AsyncWait;
import org.spillway.negotiation.sending.ServletRequestHead;

/**
 * Answers requests for what the catalog offers: with the file, or with its torrent if the client
 * would rather have that. All other requests go down the chain untouched.
 *
 * <p>Map it for requests, with async supported: without that, {@code ?torrent} does not wait for a
 * file that is still being hashed, and files count at the limits in bytes a second without being
 * slowed by them. Safe for use by many threads.
 */
public final class TorrentFilter implements Filter {
  private static final System.Logger log = System.getLogger(TorrentFilter.class.getName());

  /** Wakes answers that wait; its thread starts when the first answer waits. */
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(TorrentFilter::timerThread);

  private final HttpResponder responder;
  private final AnswerWriter writer;

  /**
   * @param catalog offers nothing before it is started, so everything goes down the chain
   */
  public TorrentFilter(Catalog catalog, NegotiationSettings settings) {
    this(catalog, settings, Ticker.systemTicker());
  }

  /**
   * @param ticker the clock by which the rates are measured
   */
  TorrentFilter(Catalog catalog, NegotiationSettings settings, Ticker ticker) {
    this.responder = new HttpResponder(catalog, settings, ticker);
    this.writer = new AnswerWriter(responder, timer);
  }

  private static Thread timerThread(Runnable work) {
    var thread = new Thread(work, "spillway-timer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean answered =
        request instanceof HttpServletRequest httpRequest
            && response instanceof HttpServletResponse httpResponse
            && answer(httpRequest, httpResponse);
    if (!answered) {
      chain.doFilter(request, response);
    }
  }

  private boolean answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var head = ServletRequestHead.of(request);
    boolean mayWait = request.isAsyncSupported();
    for (int attempt = 0; attempt < HttpResponder.ATTEMPTS; attempt++) {
      var reply = mayWait ? responder.respond(head) : responder.respondNow(head);
      if (reply.isEmpty()) {
        return false;
      }
      if (reply.get() instanceof HttpReply.Wait wait) {
        waitFor(wait, head, response);
        return true;
      }
      if (reply.get() instanceof HttpReply.AskAgain again) {
        var async = request.startAsync(request, response);
        async.setTimeout(0);
        askAgain(again, async, head, response);
        return true;
      }
      if (reply.get() instanceof Answer answer
          && writer.write(answer, head, response) != Outcome.UNREADABLE) {
        return true;
      }
    }
    log.log(WARNING, "{0}: could not be read, {1} times", head.path(), HttpResponder.ATTEMPTS);
    writer.write(responder.unavailable(head), head, response);
    return true;
  }

  /** Gives the container's thread back, and takes another one when there is an answer. */
  private void waitFor(HttpReply.Wait wait, ServletRequestHead head, HttpServletResponse response) {
    var async = head.request().startAsync(head.request(), response);
    async.setTimeout(wait.atMost().toMillis());
    var waiting = new AsyncWait(() -> finish(async, head, response));
    async.addListener(waiting);
    var unused = wait.until().copy().whenComplete((done, failure) -> async.start(waiting::finish));
  }

  /** Waits a moment without a thread, as often as the reply asks for it. */
  private void askAgain(
      HttpReply.AskAgain again,
      AsyncContext async,
      ServletRequestHead head,
      HttpServletResponse response) {
    Runnable step =
        () -> {
          var reply = waitAgain(head);
          if (reply.isPresent()) {
            askAgain(reply.get(), async, head, response);
          } else {
            finish(async, head, response);
          }
        };
    var unused =
        timer.schedule(() -> async.start(step), again.delay().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks the responder again. A defect in it must not keep the client waiting for ever. */
  private Optional<HttpReply.AskAgain> waitAgain(ServletRequestHead head) {
    try {
      return responder
          .respond(head)
          .filter(HttpReply.AskAgain.class::isInstance)
          .map(HttpReply.AskAgain.class::cast);
    } catch (RuntimeException e) {
      log.log(WARNING, head.path(), e);
      return Optional.empty();
    }
  }

  /**
   * Asks again instead of using the result of the wait, because the file may have changed since.
   */
  private void finish(AsyncContext async, ServletRequestHead head, HttpServletResponse response) {
    var outcome = Outcome.SENT;
    try {
      var answer = responder.respondNow(head).orElseGet(() -> responder.gone(head));
      outcome = writer.write(answer, head, response);
      if (outcome == Outcome.UNREADABLE) {
        outcome = writer.write(responder.unavailable(head), head, response);
      }
    } catch (IOException e) {
      log.log(DEBUG, () -> head.path() + ": the client did not wait: " + e);
    } finally {
      if (outcome == Outcome.SENT) {
        async.complete();
      }
    }
  }

  /**
   * Returns the servlet for an application that offers files and nothing else: map it to {@code /},
   * behind the filter. It shows folders, and says why other paths have no answer.
   */
  public HttpServlet notOffered() {
    return new NotOfferedServlet(responder, writer);
  }

  /** Ends the timer: no answer waits any longer. */
  @Override
  public void destroy() {
    timer.shutdownNow();
  }

  public NegotiationStats stats() {
    return responder.stats();
  }
}
