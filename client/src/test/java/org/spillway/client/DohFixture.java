package org.spillway.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What a {@link DnsFixture} says, over HTTP on a loopback port (RFC 8484). */
final class DohFixture implements AutoCloseable {
  private final DnsFixture dns;
  private final HttpServer http;
  private final ExecutorService executor = Executors.newCachedThreadPool(new NamedThreads("doh"));
  private final AtomicInteger queries = new AtomicInteger();
  private volatile int status = 200;
  private volatile String type = "application/dns-message";

  DohFixture(DnsFixture dns) throws IOException {
    this.dns = dns;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(executor);
    http.createContext(DnsServer.HTTPS_PATH, this::serve);
    http.start();
  }

  DnsServer server() {
    return new DnsServer.Https(
        URI.create("http://127.0.0.1:" + http.getAddress().getPort() + DnsServer.HTTPS_PATH));
  }

  void answerWith(int code, String contentType) {
    status = code;
    type = contentType;
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
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    Threads.end(executor);
  }
}
