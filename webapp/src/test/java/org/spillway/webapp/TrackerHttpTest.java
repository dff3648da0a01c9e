package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TrackerHttpTest {
  private static final int MAX_LENGTH = 1000;

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TrackerHttp http = new TrackerHttp();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    http.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private byte[] get(HttpHandler handler, Duration limit) throws Exception {
    server.createContext("/", handler);
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/announce?x=1");
    return http.get(url, MAX_LENGTH, limit).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HttpHandler sending(int status, int length) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, 0);
      try (var body = exchange.getResponseBody()) {
        body.write(new byte[length]);
      }
    };
  }

  @Test
  void get_body() throws Exception {
    assertThat(get(sending(200, MAX_LENGTH), Duration.ofSeconds(20))).hasSize(MAX_LENGTH);
  }

  @Test
  void get_tooLong_fails() {
    assertThatThrownBy(() -> get(sending(200, MAX_LENGTH + 1), Duration.ofSeconds(20)))
        .hasRootCauseMessage("the answer has more than 1000 bytes");
  }

  @Test
  void get_redirect_isNotFollowed() {
    assertThatThrownBy(() -> get(sending(302, 0), Duration.ofSeconds(20)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("HTTP 302");
  }

  @Test
  void get_bodyThatNeverEnds_isGivenUp() {
    HttpHandler handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          awaitEnd();
        };
    assertThatThrownBy(() -> get(handler, Duration.ofMillis(300)))
        .hasRootCauseInstanceOf(HttpTimeoutException.class);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void get_noHost_fails() {
    assertThat(http.get(URI.create("http:///announce"), MAX_LENGTH, Duration.ofSeconds(1)))
        .isCompletedExceptionally();
  }
}
