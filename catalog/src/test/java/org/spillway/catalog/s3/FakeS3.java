package org.spillway.catalog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.torrent.Sha256;

/** The part of S3 that the catalog uses. It misbehaves when it is told to. */
final class FakeS3 implements AutoCloseable {
  static final String BUCKET = "bucket";

  /** An answer to a request. */
  interface Answer {
    void to(HttpExchange request) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  FakeS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  ContentRoot.Bucket root() {
    var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return S3Store.at(BUCKET, "", endpoint);
  }

  void put(String key, byte[] content) {
    objects.put(key, content);
  }

  /** Each answers one request of its own; what comes later is answered as it should be. */
  void misbehave(String method, String key, Answer... some) {
    answers.put(method + " " + key, new ConcurrentLinkedQueue<>(List.of(some)));
  }

  /** Methods and keys. */
  List<String> requests() {
    return requests;
  }

  static Answer status(int status, String... headers) {
    return request -> {
      for (int i = 0; i < headers.length; i += 2) {
        request.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      request.sendResponseHeaders(status, -1);
    };
  }

  private void answer(HttpExchange request) throws IOException {
    try (request) {
      String path = request.getRequestURI().getPath();
      String key = path.equals("/" + BUCKET) ? "" : path.substring(BUCKET.length() + 2);
      String asked = request.getRequestMethod() + " " + key;
      requests.add(asked);
      var next = answers.getOrDefault(asked, new ConcurrentLinkedQueue<>()).poll();
      if (next != null) {
        next.to(request);
      } else if (key.isEmpty()) {
        list(request);
      } else {
        object(request, Optional.ofNullable(objects.get(key)));
      }
    }
  }

  private void list(HttpExchange request) throws IOException {
    var contents =
        objects.keySet().stream()
            .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
            .collect(Collectors.joining());
    byte[] body = ("<ListBucketResult>" + contents + "</ListBucketResult>").getBytes(UTF_8);
    request.sendResponseHeaders(200, body.length);
    request.getResponseBody().write(body);
  }

  private static void object(HttpExchange request, Optional<byte[]> content) throws IOException {
    if (content.isEmpty()) {
      request.sendResponseHeaders(404, -1);
    } else if (request.getRequestMethod().equals("HEAD")) {
      headers(request, content.get());
      String length = Integer.toString(content.get().length);
      request.getResponseHeaders().set("Content-Length", length);
      request.sendResponseHeaders(200, -1);
    } else {
      part(request, content.get(), Integer.MAX_VALUE);
    }
  }

  private static void headers(HttpExchange request, byte[] content) {
    request.getResponseHeaders().set("ETag", '"' + Sha256.digest(content).toString() + '"');
    request.getResponseHeaders().set("Last-Modified", "Sat, 01 Jan 2000 00:00:00 GMT");
  }

  /**
   * Sends what the range asks for.
   *
   * @param most bytes before the connection is cut
   */
  static void part(HttpExchange request, byte[] content, int most) throws IOException {
    String range = request.getRequestHeaders().getFirst("Range");
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int first = Integer.parseInt(ends[0]);
    byte[] part = Arrays.copyOfRange(content, first, Integer.parseInt(ends[1]) + 1);
    headers(request, content);
    request
        .getResponseHeaders()
        .set("Content-Range", "bytes %s-%s/%d".formatted(ends[0], ends[1], content.length));
    request.sendResponseHeaders(206, part.length);
    request.getResponseBody().write(part, 0, Math.min(most, part.length));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
