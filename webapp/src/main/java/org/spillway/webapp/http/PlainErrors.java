package org.spillway.webapp.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a request in one line of plain text. About a bug of ours it only says
 * that there is one, because messages of exceptions name files and classes.
 */
final class PlainErrors implements Request.Handler {
  /** The method that Jetty notes for a request whose first line it could not read. */
  private static final String NOT_EVEN_A_METHOD = "BAD";

  private static final HttpField TYPE =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");

  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    if (cause instanceof HttpException failure) {
      response.setStatus(failure.getCode());
    }
    int status = response.getStatus();
    if (HttpStatus.hasNoBody(status)) {
      callback.succeeded();
      return true;
    }
    if (status == HttpStatus.UPGRADE_REQUIRED_426) {
      addUpgrade(response.getHeaders());
    }
    if (cause instanceof CodingCheck.BadFramingException) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    response.getHeaders().put(TYPE).put(NO_SNIFFING).put(NO_STORE);
    response.write(true, ByteBuffer.wrap(line(request, status, cause)), callback);
    return true;
  }

  /** Adds the protocol to upgrade to, which such an answer must name (RFC 9110 §15.5.22). */
  private static void addUpgrade(HttpFields.Mutable headers) {
    if (!headers.contains(HttpHeader.UPGRADE)) {
      headers.put(HttpHeader.UPGRADE, "HTTP/1.1");
    }
    headers.put(HttpHeader.CONNECTION, "Upgrade, close");
  }

  private static byte[] line(Request request, int status, @Nullable Object cause) {
    String line = status + " " + HttpStatus.getMessage(status);
    if (status < 500 && cause instanceof HttpException failure) {
      String reason = failure.getReason();
      // Where Jetty says no more than the status does.
      boolean empty = reason == null || reason.equals(HttpStatus.getMessage(status));
      line += empty ? malformed(request, status) : ": " + reason;
    }
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static String malformed(Request request, int status) {
    if (status != HttpStatus.BAD_REQUEST_400) {
      return "";
    }
    return request.getMethod().equals(NOT_EVEN_A_METHOD)
        ? ": the request line is malformed"
        : ": a header field is malformed";
  }
}
