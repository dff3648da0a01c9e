package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.webapp.RawHttp;

/** What clients see of mistakes in handlers and servlets. */
class PlainErrorsIT {
  private static final String SECRET = "/srv/of/this/machine";

  private static final Server JETTY = new Server();
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    var errors = new PlainErrors();
    JETTY.setErrorHandler(errors);
    var servlets = new ServletContextHandler("/servlet");
    servlets.setErrorHandler(errors);
    servlets.addServlet(new ServletHolder(new Faulty()), "/*");
    var connector = new ServerConnector(JETTY);
    connector.setHost("127.0.0.1");
    JETTY.addConnector(connector);
    JETTY.setHandler(new Handler.Sequence(servlets, new Broken()));
    JETTY.start();
    port = connector.getLocalPort();
  }

  @AfterAll
  static void stop() throws Exception {
    JETTY.stop();
  }

  private static final class Faulty extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getPathInfo().equals("/send")) {
        response.sendError(403, SECRET);
      } else {
        throw new NoSuchFileException(SECRET);
      }
    }
  }

  private static final class Broken extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      switch (Request.getPathInContext(request)) {
        case "/throw" -> throw new NoSuchFileException(SECRET);
        case "/fail" -> callback.failed(new IllegalStateException(SECRET));
        case "/write" -> Response.writeError(request, response, callback, 403, SECRET);
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  private static RawHttp.Answer get(String path, String accept) throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n");
      return raw.read().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/throw", "/fail", "/servlet/throw"})
  void mistake_isOneLine(String path) throws Exception {
    for (String accept : new String[] {"text/html", "application/json", "*/*", "image/png"}) {
      var answer = get(path, accept);
      assertThat(answer.body()).isEqualTo("500 Server Error\n");
      assertThat(answer.head())
          .startsWith("HTTP/1.1 500 ")
          .contains("Content-Type: text/plain;charset=utf-8", "Cache-Control: no-store")
          .doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/write", "/servlet/send"})
  void refusal_doesNotSayMore(String path) throws Exception {
    var answer = get(path, "text/html");
    assertThat(answer.body()).isEqualTo("403 Forbidden\n");
    assertThat(answer.head()).doesNotContain(SECRET);
  }

  @Test
  void nobody_is404() throws Exception {
    assertThat(get("/none", "text/html").body()).isEqualTo("404 Not Found\n");
  }

  @Test
  void head_hasNoBody() throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.send("HEAD /throw HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(raw.readHead().orElseThrow().status()).isEqualTo(500);
      assertThat(raw.read().map(RawHttp.Answer::status).orElse(404)).isEqualTo(404);
    }
  }
}
