package org.spillway.negotiation.sending;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.Body;
import org.spillway.negotiation.answers.BodyTransfer;
import org.spillway.negotiation.fields.HeaderField;

/** Sends answers through a servlet container: short ones at once, long ones as the client reads. */
public final class AnswerWriter {
  private static final System.Logger log = System.getLogger(AnswerWriter.class.getName());

  /** Lists that filters before this one may have begun. */
  private static final Set<String> LISTS = Set.of("Vary", "Link");

  private final Admission admission;
  private final ScheduledExecutorService timer;

  /**
   * @param timer wakes answers whose turn has come
   */
  public AnswerWriter(Admission admission, ScheduledExecutorService timer) {
    this.admission = admission;
    this.timer = timer;
  }

  /** The result of sending an answer. */
  public enum Outcome {
    /** The file cannot be read as it was offered, and nothing was sent. */
    UNREADABLE,
    /** All of it was sent. */
    SENT,
    /** It is sent on the container's threads, and the asynchronous request completed in the end. */
    UNDER_WAY
  }

  /**
   * @throws IOException if the answer was cut off; the container closes the connection for it
   */
  public Outcome write(Answer answer, ServletRequestHead request, HttpServletResponse response)
      throws IOException {
    var permit = admission.admit(answer, request);
    if (permit.isEmpty()) {
      return write(admission.insteadOfFile(request), request, response);
    }
    if (!answer.sendsContent(request)) {
      permit.get().close();
      writeHead(answer, request, response);
      if (!answer.body().hasLength()) {
        // Containers call a length that they are not told 0, unless more is to come.
        response.flushBuffer();
      }
      return Outcome.SENT;
    }
    return send(answer, permit.get(), request, response);
  }

  private Outcome send(
      Answer answer, Permit permit, ServletRequestHead request, HttpServletResponse response)
      throws IOException {
    BodyTransfer transfer;
    try {
      var buffer = ByteBuffer.allocate(BodyTransfer.bufferSize(answer.body()));
      transfer = BodyTransfer.start(answer.body(), buffer, permit.portion());
    } catch (IOException e) {
      permit.close();
      log.log(DEBUG, () -> "not sent: " + e);
      return Outcome.UNREADABLE;
    }
    writeHead(answer, request, response);
    var sending = new ServletTransfer(transfer, permit, admission.counters());
    boolean takesTime = permit.isPaced() || !isShort(answer.body());
    if (takesTime && request.request().isAsyncSupported()) {
      sending.sendAsync(async(request.request(), response), response, timer);
      return Outcome.UNDER_WAY;
    }
    sending.send(response.getOutputStream());
    return Outcome.SENT;
  }

  private static boolean isShort(Body body) {
    return body.hasLength() && body.length() <= BodyTransfer.PORTION;
  }

  private static AsyncContext async(HttpServletRequest request, HttpServletResponse response) {
    return request.isAsyncStarted()
        ? request.getAsyncContext()
        : request.startAsync(request, response);
  }

  private void writeHead(Answer answer, ServletRequestHead request, HttpServletResponse response) {
    admission.counters().answered(answer.kind());
    response.setStatus(answer.status());
    answer.fields().forEach(field -> add(field, response));
    admission.commonFields(request).forEach(field -> add(field, response));
    if (answer.hasContent() && answer.body().hasLength()) {
      response.setContentLengthLong(answer.body().length());
    }
  }

  private static void add(HeaderField field, HttpServletResponse response) {
    if (LISTS.contains(field.name())) {
      response.addHeader(field.name(), field.value());
    } else {
      response.setHeader(field.name(), field.value());
    }
  }
}
