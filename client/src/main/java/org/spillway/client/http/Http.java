package org.spillway.client.http;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Request;
import org.spillway.net.DaemonThreads;

/** Sends requests with time-outs, and has the threads for that. Safe for use by many threads. */
public final class Http implements AutoCloseable {
  private static final int MOST_REDIRECTS = 20;

  private final RequestSettings settings;
  private final URI source;
  private final Duration connectTimeout;
  private final Duration readTimeout;
  private final Destinations destinations;
  private final LongSupplier nanoTime;
  private final ExecutorService executor;
  private final JettyClients clients;

  /**
   * @param source the URL of the download; its server alone gets the login and fields of the
   *     settings
   * @param connectTimeout the longest time that a connection may take to open
   * @param readTimeout the silence after which a server counts as dead
   * @param destinations the addresses to which requests and redirects may lead
   * @param nanoTime as {@link System#nanoTime}
   */
  public Http(
      RequestSettings settings,
      URI source,
      Duration connectTimeout,
      Duration readTimeout,
      Destinations destinations,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.source = source;
    this.connectTimeout = connectTimeout;
    this.readTimeout = readTimeout;
    this.destinations = destinations;
    this.nanoTime = nanoTime;
    this.executor = Executors.newCachedThreadPool(new DaemonThreads("client-http"));
    this.clients = new JettyClients(settings, connectTimeout, destinations, executor, nanoTime);
  }

  /** A request without its URL; it is a POST if there is content. */
  private record Message(
      Optional<Supplier<Request.Content>> content, Duration patience, List<String> fields) {}

  /**
   * Sends a request and follows redirects, see {@link Redirect}.
   *
   * @param fields names and values of header fields in turn
   * @return the response, whatever its status, as soon as its header is there; the caller must
   *     close the body
   * @throws ForbiddenDestinationException if this URL leads inside
   * @throws RedirectedException if the request fails at another URL than this one
   */
  public ServerResponse get(URI url, String... fields) throws IOException, InterruptedException {
    var patience = connectTimeout.plus(readTimeout);
    return follow(url, new Message(Optional.empty(), patience, List.of(fields)));
  }

  /**
   * Sends a document by POST, also where redirects lead.
   *
   * @param patience the time after which the header of the response must have arrived
   * @param fields names and values of header fields in turn
   */
  public ServerResponse post(
      URI url, String type, byte[] document, Duration patience, String... fields)
      throws IOException, InterruptedException {
    return follow(
        url,
        new Message(
            Optional.of(() -> new BytesRequestContent(type, document)), patience, List.of(fields)));
  }

  private ServerResponse follow(URI url, Message message) throws IOException, InterruptedException {
    URI at = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      var response = send(at, url, message);
      var next = redirect(response, url);
      if (next.isEmpty()) {
        return response;
      }
      response.body().close();
      at = next.get();
    }
    throw new IOException("the server redirects more than " + MOST_REDIRECTS + " times");
  }

  private static Optional<URI> redirect(ServerResponse response, URI first) throws IOException {
    try {
      return Redirect.of(response);
    } catch (IOException e) {
      response.body().close();
      throw response.uri().equals(first) ? e : new RedirectedException(response.uri(), e);
    }
  }

  /**
   * Gets a document on a thread of this client.
   *
   * @param limit is not needed, because the client has its own timeouts
   * @return the body of an answer with status 200, or an {@link IOException}
   */
  public CompletionStage<byte[]> getLater(URI url, int maxLength, Duration limit) {
    try {
      return CompletableFuture.supplyAsync(() -> body(url, maxLength), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new IOException("closed", e));
    }
  }

  private byte[] body(URI url, int maxLength) {
    try {
      var response = get(url);
      try (var body = response.body()) {
        if (response.status() != 200) {
          throw new IOException("HTTP " + response.status());
        }
        return body.readAll(maxLength);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private ServerResponse send(URI at, URI first, Message message)
      throws IOException, InterruptedException {
    try {
      requireDestination(at);
      return requireChunked(await(request(at, message), at, message.patience()));
    } catch (IOException e) {
      throw at.equals(first) ? e : new RedirectedException(at, e);
    }
  }

  /**
   * Throws if the body has a transfer coding for which nobody asked, such as gzip: it would be
   * saved as if it were the file (RFC 9112 §6.1, §7.4).
   */
  private static ServerResponse requireChunked(ServerResponse response) throws IOException {
    String codings = String.join(", ", response.fields("Transfer-Encoding"));
    if (!codings.isEmpty() && !codings.equalsIgnoreCase("chunked")) {
      response.body().close();
      throw new IOException(
          "the server sent the body in the transfer coding %s; expected chunked or none"
              .formatted(codings));
    }
    return response;
  }

  /** Checks the host, unless only a proxy knows its address. */
  private void requireDestination(URI url) throws IOException {
    boolean isProxied = settings.proxies().of(url.getScheme(), host(url)).isPresent();
    try {
      destinations.require(host(url));
    } catch (UnknownHostException e) {
      if (!isProxied) {
        throw e;
      }
    }
  }

  private ServerResponse await(Request request, URI url, Duration patience)
      throws IOException, InterruptedException {
    var received = new CompletableFuture<ServerResponse>();
    request.onResponseContentSource(
        (response, content) -> {
          Runnable abort = () -> abort(request, new IOException("closed"));
          var body = new BodyReader(content, abort, readTimeout, settings.rate(), nanoTime);
          received.complete(
              new ServerResponse(url, response.getStatus(), response.getHeaders(), body));
        });
    request.send(
        result -> {
          if (result.isFailed()) {
            received.completeExceptionally(result.getFailure());
          }
        });
    try {
      return received.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      abort(request, e);
      throw Causes.unwrap(e);
    } catch (InterruptedException e) {
      abort(request, e);
      throw e;
    }
  }

  private static void abort(Request request, Throwable cause) {
    // It has ended already if this comes to nothing.
    var unused = request.abort(cause);
  }

  /** Names the host apart from the URL, because {@link URI} takes no name with an underscore. */
  private Request request(URI url, Message message) throws IOException {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    boolean isTls = "https".equalsIgnoreCase(url.getScheme());
    int port = UrlHost.port(url) < 0 ? (isTls ? 443 : 80) : UrlHost.port(url);
    var request =
        clients
            .client(url.getScheme())
            .newRequest(URI.create("http://host" + path + query))
            .scheme(isTls ? "https" : "http")
            .host(host(url))
            .port(port);
    message.content.ifPresent(content -> request.method("POST").body(content.get()));
    request.headers(
        headers -> {
          for (int i = 0; i < message.fields.size(); i += 2) {
            headers.put(message.fields.get(i), message.fields.get(i + 1));
          }
          ownFields(url).forEach(field -> headers.put(name(field), value(field)));
        });
    return request;
  }

  /** Returns the fields of the settings if this is the server that they are for. */
  private List<String> ownFields(URI url) {
    if (!isSource(url)) {
      return List.of();
    }
    List<String> fields = new ArrayList<>();
    settings.login().ifPresent(login -> fields.add("Authorization: " + login.basic()));
    fields.addAll(settings.fields());
    return fields;
  }

  private boolean isSource(URI url) {
    var host = UrlHost.of(source);
    return host.isPresent()
        && host.get().equalsIgnoreCase(UrlHost.of(url).orElse(""))
        && portOf(source) == portOf(url)
        && source.getScheme().equalsIgnoreCase(url.getScheme());
  }

  private static int portOf(URI url) {
    int port = UrlHost.port(url);
    int usual = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return port < 0 ? usual : port;
  }

  private static String name(String field) {
    return field.substring(0, field.indexOf(':'));
  }

  private static String value(String field) {
    return field.substring(field.indexOf(':') + 1).strip();
  }

  private static String host(URI url) throws IOException {
    return UrlHost.of(url).orElseThrow(() -> new IOException(url + ": the URL must have a host"));
  }

  /** Returns how often in turn a server may be asked again without a new byte from it. */
  public int retries() {
    return settings.retries();
  }

  /** Returns the addresses that may be contacted, also without HTTP. */
  public Destinations destinations() {
    return destinations;
  }

  @Override
  public void close() {
    clients.close();
    executor.shutdownNow();
  }
}
