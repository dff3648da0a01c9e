package org.spillway.webapp.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests of operators, who have to log in. */
final class AdminHandler extends Handler.Abstract {
  private static final int RETRY_AFTER_SECONDS = 60;

  private final AdminLogin login;
  private final AdminPages pages;

  AdminHandler(AdminLogin login, AdminPages pages) {
    this.login = login;
    this.pages = pages;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var page = page(request, response);
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, page.type());
    byte[] body = page.body().getBytes(UTF_8);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setStatus(page.status());
    boolean isHead = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, isHead ? null : ByteBuffer.wrap(body), callback);
    return true;
  }

  private Page page(Request request, Response response) {
    String method = request.getMethod();
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      return Page.text(405, "405 Method Not Allowed: use GET or HEAD");
    }
    String path = Request.getPathInContext(request);
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    var verdict =
        AdminPages.isPublic(path)
            ? AdminLogin.Verdict.ADMITTED
            : login.check(Request.getRemoteAddr(request), authorization);
    return switch (verdict) {
      case ADMITTED -> pages.of(path, request.getHeaders().get(HttpHeader.ACCEPT));
      case UNKNOWN -> {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"spillway\"");
        yield Page.text(401, "401 Unauthorized: log in as admin, see admin.password-file");
      }
      case LOCKED -> {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
        yield Page.text(429, "429 Too Many Requests: too many wrong passwords, wait a minute");
      }
    };
  }
}
