package org.spillway.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.net.DaemonThreads;

/** What a {@link DnsFixture} says, over HTTP on a loopback port (RFC 8484). */
final class DohFixture implements AutoCloseable {
  private final DnsFixture dns;
  private final HttpServer http;
  private final ExecutorService executor = Executors.newCachedThreadPool(new DaemonThreads("doh"));
  private final AtomicInteger queries = new AtomicInteger();
  private volatile int status = 200;
  private volatile String type = "application/dns-message";
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stalls;

  DohFixture(DnsFixture dns) throws IOException {
    this.dns = dns;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(executor);
    http.createContext(NameServer.HTTPS_PATH, this::serve);
    http.start();
  }

  NameServer server() {
    return new NameServer.Https(
        URI.create("http://127.0.0.1:" + http.getAddress().getPort() + NameServer.HTTPS_PATH));
  }

  void answerWith(int code, String contentType) {
    status = code;
    type = contentType;
  }

  /** Sends half of each answer from now on, and nothing after it. */
  void stall() {
    stalls = true;
  }

  int queries() {
    return queries.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] answer = dns.answer(exchange.getRequestBody().readAllBytes()).toWire(65_535);
      queries.incrementAndGet();
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, answer.length);
      if (stalls) {
        exchange.getResponseBody().write(answer, 0, answer.length / 2);
        exchange.getResponseBody().flush();
        closed.await();
      } else {
        exchange.getResponseBody().write(answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
    Threads.end(executor);
  }
}
