package org.spillway.negotiation;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Puts answers on a servlet response. Safe for use by many threads. */
final class AnswerWriter {
  private static final System.Logger log = System.getLogger(AnswerWriter.class.getName());

  /** Lists that filters before this one may have begun. */
  private static final Set<String> LISTS = Set.of("Vary", "Link");

  private final Counters counters;

  AnswerWriter(Counters counters) {
    this.counters = counters;
  }

  /**
   * @return false if the file cannot be read as it was offered; nothing was sent then
   * @throws IOException if the answer was cut off; the container closes the connection for it
   */
  boolean write(Answer answer, RequestHead request, HttpServletResponse response)
      throws IOException {
    if (request.isHead() || !answer.hasContent()) {
      writeHead(answer, response);
      return true;
    }
    Transfer transfer;
    try {
      transfer = Transfer.start(answer.body());
    } catch (IOException e) {
      log.log(DEBUG, () -> "not sent: " + e);
      return false;
    }
    try (transfer) {
      writeHead(answer, response);
      transfer.writeTo(response.getOutputStream(), counters::sent);
      return true;
    } catch (IOException e) {
      counters.aborted();
      log.log(DEBUG, () -> request.path() + ": cut off: " + e);
      throw e;
    }
  }

  private void writeHead(Answer answer, HttpServletResponse response) {
    counters.answered(answer.kind());
    response.setStatus(answer.status());
    for (Answer.Field field : answer.fields()) {
      if (LISTS.contains(field.name())) {
        response.addHeader(field.name(), field.value());
      } else {
        response.setHeader(field.name(), field.value());
      }
    }
    if (answer.hasContent()) {
      response.setContentLengthLong(answer.body().length());
    }
  }
}
