package org.spillway.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.Metainfo;

/** An HTTP server on a loopback port with one file, which it serves rightly or wrongly. */
final class FileServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool(new DaemonThreads("http"));
  private final Content content;
  private final Mode mode;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile List<String> etags = List.of("\"1\"");

  enum Mode {
    GOOD,
    /** Answers a request that accepts torrents with the torrent. */
    NEGOTIATING,
    /** 200 and the whole file, whatever the range. */
    NO_RANGES,
    /** 206 with the range that comes next. */
    OTHER_RANGE,
    /** 206 with the first half of what was asked for, up to the third request. */
    SHORT_RANGES,
    /** 200 and a page for humans. */
    HTML,
    CORRUPT,
    ERROR_503,
    MISSING,
    /** The first answer ends in the middle. */
    BREAKING,
    /** Every answer ends in the middle. */
    ALWAYS_BREAKING
  }

  FileServer(Content content, Mode mode) throws IOException {
    this.content = content;
    this.mode = mode;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Path and Range of each request. */
  List<String> requests() {
    return requests;
  }

  /** One for each answer, the last for all that follow; If-Range is heeded. */
  void giveEtags(String... oneForEachAnswer) {
    etags = List.of(oneForEachAnswer);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
      String coding = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"));
      switch (mode) {
        case ERROR_503 -> exchange.sendResponseHeaders(503, -1);
        case MISSING -> exchange.sendResponseHeaders(404, -1);
        case HTML -> send(exchange, 200, "<html>".getBytes(StandardCharsets.UTF_8));
        case NO_RANGES -> send(exchange, 200, content.bytes());
        case NEGOTIATING -> {
          if (range == null && coding.contains("torrent")) {
            torrent(exchange);
          } else {
            file(exchange, range);
          }
        }
        default -> file(exchange, range);
      }
    }
  }

  private void torrent(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", Metainfo.MEDIA_TYPE);
    exchange
        .getResponseHeaders()
        .set("Content-Location", exchange.getRequestURI().getPath() + "?torrent");
    send(exchange, 200, content.metainfo().toBytes());
  }

  private void file(HttpExchange exchange, String range) throws IOException {
    String etag = etags.get(Math.min(requests.size(), etags.size()) - 1);
    exchange.getResponseHeaders().set("ETag", etag);
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    if (range == null || (ifRange != null && !ifRange.equals(etag))) {
      send(exchange, 200, content.bytes());
      return;
    }
    var matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new AssertionError(range);
    }
    int start = Integer.parseInt(matcher.group(1));
    int last =
        matcher.group(2).isEmpty()
            ? content.bytes().length - 1
            : Integer.parseInt(matcher.group(2));
    if (mode == Mode.SHORT_RANGES && requests.size() < 4) {
      last = start + (last - start) / 2;
    }
    byte[] slice = content.slice(start, last + 1 - start);
    if (mode == Mode.CORRUPT) {
      slice[slice.length / 2] ^= 1;
    }
    if (mode == Mode.OTHER_RANGE) {
      start += 1000;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(start, last, content.bytes().length));
    send(exchange, 206, slice);
  }

  private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    boolean half = mode == Mode.ALWAYS_BREAKING || (mode == Mode.BREAKING && requests.size() == 1);
    exchange.getResponseBody().write(body, 0, half ? body.length / 2 : body.length);
  }

  @Override
  public void close() {
    server.stop(0);
    Threads.end(executor);
  }
}
