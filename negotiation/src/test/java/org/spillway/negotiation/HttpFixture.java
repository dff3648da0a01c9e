package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.testing.catalog.CatalogFixture;

/** A folder that is offered at one of the doors. */
final class HttpFixture implements AutoCloseable {
  /** The answer of the stranger's application to every request. */
  static final String STRANGER = "the stranger's own answer";

  enum Door {
    /** The filter, in a stranger's application on Jetty. */
    FILTER,
    /** The filter, in a stranger's application that does not support async. */
    BLOCKING_FILTER,
    /** The filter, in an application that offers files and nothing else, as the WAR is. */
    APPLICATION,
    /** Jetty itself. */
    HANDLER,
    /** Jetty itself, with memory for four bodies of one client on their way. */
    NARROW_HANDLER
  }

  /** The coding selects the torrents of short files, too: a test need not write long ones. */
  static final NegotiationSettings SHORT_TORRENTS =
      NegotiationSettings.DEFAULT.withCoding(TorrentCoding.OF_ALL);

  private static final long LITTLE_MEMORY = 1024 * 1024;

  static final String BASE = "https://dl.example.org/files";

  final Path root;
  final Catalog catalog;
  private final CatalogFixture files;
  private final Door door;

  /** The time by which clients of {@link Door#NARROW_HANDLER} have stalled, in nanoseconds. */
  final AtomicLong memoryTime = new AtomicLong();

  private final Supplier<NegotiationStats> stats;
  final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, http());

  private HttpFixture(
      Door door, Path folder, NegotiationSettings settings, String contextPath, Ticker ticker)
      throws IOException {
    this.door = door;
    files = CatalogFixture.open(folder, choices -> choices.withHashThreads(1));
    root = files.root();
    catalog = files.catalog();
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    switch (door) {
      case FILTER, BLOCKING_FILTER -> {
        var filter = new TorrentFilter(catalog, settings, ticker);
        server.setHandler(application(filter, new Stranger(), contextPath, door == Door.FILTER));
        stats = filter::stats;
      }
      case APPLICATION -> {
        var filter = new TorrentFilter(catalog, settings, ticker);
        server.setHandler(application(filter, filter.notOffered(), contextPath, true));
        stats = filter::stats;
      }
      case HANDLER, NARROW_HANDLER -> {
        var memory =
            door == Door.HANDLER
                ? SendBuffers.ofThisJvm()
                : new SendBuffers(LITTLE_MEMORY, memoryTime::get);
        var handler =
            new TorrentHandler(catalog, settings, memory, request -> Integer.MAX_VALUE, ticker);
        server.setHandler(handler);
        stats = handler::stats;
      }
      default -> throw new IllegalArgumentException(door.toString());
    }
  }

  /** Acts like a container that takes empty segments and encoded dots for parts of a path. */
  private static HttpConnectionFactory http() {
    var http = new HttpConfiguration();
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "odd spellings",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT));
    return new HttpConnectionFactory(http);
  }

  NegotiationStats stats() {
    return stats.get();
  }

  /** The answer for paths that are not offered. */
  String nothing() {
    return door == Door.FILTER || door == Door.BLOCKING_FILTER
        ? STRANGER
        : "there is no such file\n";
  }

  private static ServletContextHandler application(
      TorrentFilter filter, HttpServlet behind, String contextPath, boolean isAsync) {
    var context = new ServletContextHandler(contextPath);
    var holder = new FilterHolder(filter);
    holder.setAsyncSupported(isAsync);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    var servlet = new ServletHolder(behind);
    servlet.setAsyncSupported(isAsync);
    context.addServlet(servlet, "/");
    return context;
  }

  private static final class Stranger extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setStatus(404);
      response.getOutputStream().print(STRANGER);
    }
  }

  static HttpFixture open(Door door, Path folder, NegotiationSettings settings) throws IOException {
    return open(door, folder, settings, "/");
  }

  static HttpFixture open(Door door, Path folder, NegotiationSettings settings, String contextPath)
      throws IOException {
    return new HttpFixture(door, folder, settings, contextPath, Ticker.systemTicker());
  }

  /**
   * @param ticker the clock by which the rates are measured
   */
  static HttpFixture open(Door door, Path folder, NegotiationSettings settings, Ticker ticker)
      throws IOException {
    return new HttpFixture(door, folder, settings, "/", ticker);
  }

  HttpFixture start() {
    files.begin(
        new PublicUrls(
            URI.create(BASE),
            List.of(List.of("https://tracker.example.org/announce")),
            List.of("https://dl.example.org/seed"),
            List.of(Mirror.parse("https://mirror.example.net/m pri=2 geo=de"))));
    LifeCycle.start(server);
    return this;
  }

  int port() {
    return connector.getLocalPort();
  }

  /** Makes a file that the world may read. */
  Path file(String path, byte[] content) throws IOException {
    var file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return file;
  }

  Path file(String path, String content) throws IOException {
    return file(path, content.getBytes(UTF_8));
  }

  OfferedTorrent hashed(String path) {
    return files.hashed(path.substring(1));
  }

  HttpResponse<byte[]> get(String target, String... fields) {
    return send("GET", target, fields);
  }

  HttpResponse<byte[]> send(String method, String target, String... fields) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target))
            .timeout(Duration.ofMinutes(1))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    files.close();
  }
}
