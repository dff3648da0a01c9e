package org.spillway.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.spillway.net.DaemonThreads;

/**
 * Sends GET requests with both timeouts, and has the threads for that. Safe for use by many
 * threads.
 */
final class Http implements AutoCloseable {
  private static final String USER_AGENT = "spillway";
  private static final int MOST_REDIRECTS = 20;
  private static final String MAY_BE_SET = "jdk.httpclient.allowRestrictedHeaders";

  static {
    // Read once, when the first client is made. Without it, DNS stands in for such hosts.
    if (System.getProperty(MAY_BE_SET) == null) {
      System.setProperty(MAY_BE_SET, "host");
    }
  }

  private final ClientSettings settings;
  private final Destinations destinations;
  private final LongSupplier nanoTime;
  private final ExecutorService executor;
  private final HttpClient client;

  /**
   * @param destinations the addresses to which requests and redirects may lead
   * @param nanoTime as {@link System#nanoTime}
   */
  Http(ClientSettings settings, Destinations destinations, LongSupplier nanoTime) {
    this.settings = settings;
    this.destinations = destinations;
    this.nanoTime = nanoTime;
    this.executor = Executors.newCachedThreadPool(new DaemonThreads("client-http"));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // Followed here, so that it is known which server does not answer.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(executor)
            .build();
  }

  /**
   * Sends a request and follows redirects, see {@link Redirect}.
   *
   * @param fields names and values of header fields in turn
   * @return the response, whatever its status, as soon as its header is there; the caller must
   *     close the body
   * @throws ForbiddenDestinationException if this URL leads inside
   * @throws RedirectedException if the request fails at another URL than this one
   */
  HttpResponse<BodyReader> get(URI url, String... fields) throws IOException, InterruptedException {
    URI at = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      var response = send(at, url, fields);
      var next = Redirect.of(response);
      if (next.isEmpty()) {
        return response;
      }
      response.body().close();
      at = next.get();
    }
    throw new IOException("the server redirects more than " + MOST_REDIRECTS + " times");
  }

  /**
   * Gets a document on a thread of this client.
   *
   * @param limit is not needed, because the client has its own timeouts
   * @return the body of an answer with status 200, or an {@link IOException}
   */
  CompletionStage<byte[]> getLater(URI url, int maxLength, Duration limit) {
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
        if (response.statusCode() != 200) {
          throw new IOException("HTTP " + response.statusCode());
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

  private HttpResponse<BodyReader> send(URI at, URI first, String... fields)
      throws IOException, InterruptedException {
    try {
      destinations.require(host(at));
      return at.getHost() == null ? sendToAddress(at, fields) : send(request(at, fields));
    } catch (IOException e) {
      throw at.equals(first) ? e : new RedirectedException(at, e);
    }
  }

  private HttpResponse<BodyReader> send(HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, response -> new BodyReader(settings.readTimeout(), nanoTime));
  }

  /**
   * Sends the request to the host's address, because the JDK's client takes no name that has an
   * underscore.
   */
  private HttpResponse<BodyReader> sendToAddress(URI url, String... fields)
      throws IOException, InterruptedException {
    if (!"http".equalsIgnoreCase(url.getScheme())) {
      throw new IOException("a host whose name has an underscore cannot be reached over TLS");
    }
    var address = InetAddress.getByName(host(url));
    destinations.require(address);
    String literal = address.getHostAddress();
    String host = literal.contains(":") ? "[" + literal + "]" : literal;
    String port = UrlHost.port(url) < 0 ? "" : ":" + UrlHost.port(url);
    String target = url.toString().replaceFirst("^[^:]+://[^/?#]*", "");
    List<String> named = new ArrayList<>(List.of("Host", host(url) + port));
    named.addAll(List.of(fields));
    var request =
        request(URI.create("http://" + host + port + target), named.toArray(new String[0]));
    return new NamedResponse<>(send(request), url);
  }

  private static String host(URI url) throws IOException {
    return UrlHost.of(url).orElseThrow(() -> new IOException(url + ": the URL must have a host"));
  }

  /** Returns the addresses that may be contacted, also without HTTP. */
  Destinations destinations() {
    return destinations;
  }

  private HttpRequest request(URI url, String... fields) throws IOException {
    try {
      var request =
          HttpRequest.newBuilder(url)
              .timeout(settings.connectTimeout().plus(settings.readTimeout()))
              .header("User-Agent", USER_AGENT);
      for (int i = 0; i < fields.length; i += 2) {
        request.header(fields[i], fields[i + 1]);
      }
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
