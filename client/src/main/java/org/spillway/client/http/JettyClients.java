package org.spillway.client.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.ProxyConfiguration;
import org.eclipse.jetty.client.Socks4Proxy;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** Starts Jetty's clients when they are needed: one for http URLs, one that can TLS. */
final class JettyClients implements AutoCloseable {
  private static final String USER_AGENT = "spillway";
  private static final int BUFFER = 64 * 1024;
  private static final int MOST_FIELDS = 64 * 1024;
  private static final int MOST_CONNECTIONS = 64;

  /**
   * What servers send and browsers take: chunks beside a length, of which the chunks count (RFC
   * 9112 §6.3), and folded fields (RFC 9112 §5.2).
   */
  private static final HttpCompliance COMPLIANCE =
      HttpCompliance.RFC9110.with(
          "spillway",
          HttpCompliance.Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH,
          HttpCompliance.Violation.MULTILINE_FIELD_VALUE);

  private final RequestSettings settings;
  private final Duration connectTimeout;
  private final Destinations destinations;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private @Nullable HttpClient plain;
  private @Nullable HttpClient tls;
  private boolean closed;

  JettyClients(
      RequestSettings settings,
      Duration connectTimeout,
      Destinations destinations,
      Executor executor,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.connectTimeout = connectTimeout;
    this.destinations = destinations;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /** Returns the client for a scheme. */
  synchronized HttpClient client(String scheme) throws IOException {
    if (closed) {
      throw new IOException("the download has ended");
    }
    boolean needsTls = scheme.equalsIgnoreCase("https") || isTlsProxy(scheme);
    var client = needsTls ? tls : plain;
    if (client == null) {
      client = start(needsTls ? ClientTls.of(settings.trust()) : ClientTls.none());
      if (needsTls) {
        tls = client;
      } else {
        plain = client;
      }
    }
    return client;
  }

  private boolean isTlsProxy(String scheme) {
    var proxy =
        scheme.equalsIgnoreCase("https") ? settings.proxies().https() : settings.proxies().http();
    return proxy.filter(url -> Proxies.scheme(url).equals("https")).isPresent();
  }

  private HttpClient start(SslContextFactory.Client tlsFactory) throws IOException {
    var connector = new RacingConnector(destinations, this::isProxy, nanoTime);
    connector.setSelectors(1);
    connector.setSslContextFactory(tlsFactory);
    var client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setExecutor(executor);
    client.setScheduler(new ScheduledExecutorScheduler("client-http-timer", true));
    client.setSocketAddressResolver(new Unresolved());
    client.setConnectTimeout(connectTimeout.toMillis());
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setHttpCompliance(COMPLIANCE);
    client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, USER_AGENT));
    client.setResponseBufferSize(BUFFER);
    client.setMaxResponseHeadersSize(MOST_FIELDS);
    client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
    addProxy(client, "http", settings.proxies().http());
    addProxy(client, "https", settings.proxies().https());
    try {
      client.start();
    } catch (Exception e) {
      throw Causes.unwrap(e);
    }
    client.getContentDecoderFactories().clear();
    client.getProtocolHandlers().clear();
    client.getProtocolHandlers().put(new InterimResponses());
    return client;
  }

  /** Leaves the look-up to the connector, which tries all addresses. */
  private static final class Unresolved implements SocketAddressResolver {
    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> promise) {
      promise.succeeded(List.of(InetSocketAddress.createUnresolved(host, port)));
    }
  }

  private boolean isProxy(InetSocketAddress address) {
    return isAt(settings.proxies().http(), address) || isAt(settings.proxies().https(), address);
  }

  private static boolean isAt(Optional<URI> proxy, InetSocketAddress address) {
    return proxy
        .filter(url -> url.getHost().equalsIgnoreCase(address.getHostString()))
        .filter(url -> port(url) == address.getPort())
        .isPresent();
  }

  /** Returns the port, or else the one that curl takes. */
  private static int port(URI proxy) {
    int other = Proxies.scheme(proxy).equals("https") ? 443 : 1080;
    return proxy.getPort() < 0 ? other : proxy.getPort();
  }

  private void addProxy(HttpClient client, String scheme, Optional<URI> url) {
    if (url.isEmpty()) {
      return;
    }
    var address = new Origin.Address(url.get().getHost(), port(url.get()));
    var login = Login.in(url.get());
    var proxy = proxy(address, url.get(), login, scheme);
    login
        .filter(found -> proxy instanceof HttpProxy)
        .ifPresent(
            found ->
                client
                    .getAuthenticationStore()
                    .addAuthenticationResult(
                        new BasicAuthentication.BasicResult(
                            proxy.getURI(),
                            HttpHeader.PROXY_AUTHORIZATION,
                            found.user(),
                            found.password())));
    client.getProxyConfiguration().addProxy(proxy);
  }

  private ProxyConfiguration.Proxy proxy(
      Origin.Address address, URI url, Optional<Login> login, String scheme) {
    String kind = Proxies.scheme(url);
    if (kind.startsWith("socks5")) {
      var proxy =
          new Socks5Proxy(address, false) {
            @Override
            public boolean matches(Origin origin) {
              return serves(scheme, origin);
            }
          };
      login.ifPresent(
          found ->
              proxy.putAuthenticationFactory(
                  new Socks5.UsernamePasswordAuthenticationFactory(
                      found.user(), found.password())));
      return proxy;
    }
    if (kind.startsWith("socks4")) {
      return new Socks4Proxy(address, false) {
        @Override
        public boolean matches(Origin origin) {
          return serves(scheme, origin);
        }
      };
    }
    return new HttpProxy(address, kind.equals("https")) {
      @Override
      public boolean matches(Origin origin) {
        return serves(scheme, origin);
      }
    };
  }

  private boolean serves(String scheme, Origin origin) {
    return scheme.equalsIgnoreCase(origin.getScheme())
        && settings.proxies().of(scheme, origin.getAddress().getHost()).isPresent();
  }

  /** Ends every request. */
  @Override
  public synchronized void close() {
    closed = true;
    stop(plain);
    stop(tls);
  }

  private static void stop(@Nullable HttpClient client) {
    try {
      if (client != null) {
        client.stop();
      }
    } catch (Exception e) {
      System.getLogger(JettyClients.class.getName()).log(System.Logger.Level.DEBUG, "stopping", e);
    }
  }
}
