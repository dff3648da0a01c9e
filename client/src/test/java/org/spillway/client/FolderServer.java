package org.spillway.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.net.DaemonThreads;

/** An HTTP server on a loopback port with the folder {@code /seed/album}. */
final class FolderServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool(new DaemonThreads("http"));
  private final Map<String, byte[]> files = new HashMap<>();
  private final boolean ranges;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param ranges whether it heeds Range
   */
  FolderServer(List<Entry> entries, boolean ranges) throws IOException {
    entries.forEach(entry -> files.put("/seed/album/" + entry.path(), entry.bytes()));
    this.ranges = ranges;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  /** The web seed's URL, without the torrent's name. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/seed";
  }

  /** Returns the encoded path of each request. */
  List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().getRawPath());
      byte[] file = files.get(exchange.getRequestURI().getPath());
      var range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else if (ranges && range.matches()) {
        int start = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(start, last, file.length));
        send(exchange, 206, Arrays.copyOfRange(file, start, last + 1));
      } else {
        send(exchange, 200, file);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    Threads.end(executor);
  }
}
