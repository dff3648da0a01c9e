package org.spillway.negotiation;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.spillway.negotiation.sending.AnswerWriter;
import org.spillway.negotiation.sending.ServletRequestHead;

/** Answers behind the filter, in an application that offers files and nothing else. */
final class NotOfferedServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient HttpResponder responder;
  private final transient AnswerWriter writer;

  NotOfferedServlet(HttpResponder responder, AnswerWriter writer) {
    this.responder = responder;
    this.writer = writer;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var head = ServletRequestHead.of(request);
    if (writer.write(responder.notOffered(head), head, response)
        == AnswerWriter.Outcome.UNREADABLE) {
      writer.write(responder.unavailable(head), head, response);
    }
  }
}
