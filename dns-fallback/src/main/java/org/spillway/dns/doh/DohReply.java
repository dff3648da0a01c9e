package org.spillway.dns.doh;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Turns a query into an HTTP response with its answer. Safe for use by many threads. */
record DohReply(DnsAnswers answers) {
  static final String MEDIA_TYPE = "application/dns-message";

  /** The longest DNS message, in bytes (RFC 1035 §4.2.2). */
  static final int MAX_MESSAGE = 65_535;

  /**
   * Sends the answer. Every answer of DNS is a success of HTTP, whatever its RCODE is (RFC 8484
   * §4.2.1).
   *
   * @param withBody false for HEAD
   */
  void send(byte[] query, boolean withBody, HttpServletResponse response) throws IOException {
    var answer = answers.answer(query);
    if (answer.isEmpty()) {
      refuse(response, HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "max-age=" + Lifetime.seconds(answer.get()));
    response.setContentLength(answer.get().length);
    if (withBody) {
      response.getOutputStream().write(answer.get());
    }
  }

  static void refuse(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(0);
  }
}
