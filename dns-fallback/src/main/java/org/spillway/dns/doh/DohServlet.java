package org.spillway.dns.doh;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Takes DNS queries by GET, HEAD and POST (RFC 8484 §4.1). Pages of any site may send them, because
 * DNS is public. The servlet must be mapped with async supported.
 */
public final class DohServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final String METHODS = "GET, HEAD, POST, OPTIONS";

  /** The time for which a browser remembers that a page may POST: a day, in seconds. */
  private static final String PREFLIGHT_AGE = "86400";

  private final transient DohReply reply;

  public DohServlet(DnsAnswers answers) {
    this.reply = new DohReply(answers);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    switch (request.getMethod()) {
      case "GET" -> get(request, true, response);
      case "HEAD" -> get(request, false, response);
      case "POST" -> post(request, response);
      case "OPTIONS" -> options(response);
      default -> {
        response.setHeader("Allow", METHODS);
        DohReply.refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      }
    }
  }

  private void get(HttpServletRequest request, boolean withBody, HttpServletResponse response)
      throws IOException {
    var query = query(request);
    if (query.isPresent()) {
      reply.send(query.get(), withBody, response);
    } else {
      DohReply.refuse(response, HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  /**
   * Returns the query, if there is exactly one {@code dns} parameter, as base64url without padding
   * (RFC 8484 §6).
   */
  private static Optional<byte[]> query(HttpServletRequest request) {
    String[] values = request.getParameterValues("dns");
    if (values == null || values.length != 1 || values[0].contains("=")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getUrlDecoder().decode(values[0]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getContentLengthLong() > PostedQuery.MAX_READ) {
      DohReply.refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    } else if (isMessage(request.getContentType())) {
      PostedQuery.read(request, response, query -> answer(query, response));
    } else {
      PostedQuery.read(request, response, query -> refuseType(response));
    }
  }

  private void answer(byte[] query, HttpServletResponse response) throws IOException {
    if (query.length > DohReply.MAX_MESSAGE) {
      DohReply.refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    } else {
      reply.send(query, true, response);
    }
  }

  private static void refuseType(HttpServletResponse response) {
    response.setHeader("Accept", DohReply.MEDIA_TYPE);
    DohReply.refuse(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
  }

  private static boolean isMessage(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase(DohReply.MEDIA_TYPE);
  }

  /**
   * Answers the browser's question whether a page may POST: the type of the body is not one that a
   * page may send without asking (Fetch §2.2.2).
   */
  private static void options(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Allow", METHODS);
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type");
    response.setHeader("Access-Control-Max-Age", PREFLIGHT_AGE);
  }
}
