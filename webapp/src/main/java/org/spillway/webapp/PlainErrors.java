package org.spillway.webapp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a request in one line of plain text. Of our own mistakes it says no more
 * than that there is one: messages of exceptions name files and classes.
 */
final class PlainErrors implements Request.Handler {
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
    response.getHeaders().put(TYPE).put(NO_SNIFFING).put(NO_STORE);
    response.write(true, ByteBuffer.wrap(line(status, cause)), callback);
    return true;
  }

  private static byte[] line(int status, @Nullable Object cause) {
    String line = status + " " + HttpStatus.getMessage(status);
    if (status < 500 && cause instanceof HttpException failure && failure.getReason() != null) {
      line += ": " + failure.getReason();
    }
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }
}
