package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A tracker that answers each announce with the same peer on this machine (BEP 3, 23). */
final class OnePeerTracker implements AutoCloseable {
  private static final byte[] BEFORE = "d8:intervali1800e5:peers6:".getBytes(US_ASCII);
  private static final int PEER = 6;

  private final HttpServer server;
  private final int port;

  private OnePeerTracker(HttpServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the tracker.
   *
   * @param port the port of the peer
   */
  static OnePeerTracker start(int port) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    var server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    var tracker = new OnePeerTracker(server, port);
    server.createContext("/announce", tracker::answer);
    server.start();
    return tracker;
  }

  String announceUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/announce";
  }

  private void answer(HttpExchange exchange) throws IOException {
    var answer = ByteBuffer.allocate(BEFORE.length + PEER + 1);
    answer.put(BEFORE).put(new byte[] {127, 0, 0, 1}).putShort((short) port).put((byte) 'e');
    try (exchange) {
      exchange.sendResponseHeaders(200, answer.capacity());
      exchange.getResponseBody().write(answer.array());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
