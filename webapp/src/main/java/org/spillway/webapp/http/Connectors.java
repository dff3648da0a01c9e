package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.spillway.net.DaemonThreads;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.Key;

/** The ports of Jetty: one for HTTP and, if there is a certificate, one for HTTPS and HTTP/2. */
final class Connectors implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Connectors.class.getName());

  /** The longest silence of a stream that a useful rate causes. */
  private static final Duration PACED_SILENCE = Duration.ofSeconds(30);

  private static final int LARGEST_HEAD = 16 * 1024;

  /** The length of the longest head of an answer, in bytes: it has a Link for each mirror. */
  private static final int LARGEST_ANSWER_HEAD = 64 * 1024;

  private static final Duration LOOK_AT_FILES = Duration.ofSeconds(2);

  private final Server jetty;
  private final HttpSettings settings;
  private final SlowRequestReaper slowRequests;
  private final UnknownProxies unknownProxies;
  private final List<ServerConnector> connectors = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private Consumer<Consumer<TlsIdentity>> identities = follower -> {};
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("http-watch"));

  private Connectors(Server jetty, HttpSettings settings) {
    this.jetty = jetty;
    this.settings = settings;
    this.unknownProxies = new UnknownProxies(settings.trustedProxies());
    this.slowRequests = new SlowRequestReaper(settings.idleTimeout());
  }

  /**
   * Takes the ports; connections wait until Jetty is started.
   *
   * @throws IOException if a port is in use, the address is not of this machine or the certificate
   *     cannot be used; the message names the key
   */
  static Connectors open(Server jetty, HttpSettings settings) throws IOException {
    var connectors = new Connectors(jetty, settings);
    try {
      connectors.open();
      return connectors;
    } catch (IOException | RuntimeException e) {
      connectors.close();
      throw e;
    }
  }

  private void open() throws IOException {
    var tlsSettings = settings.tls();
    // First: a certificate that cannot be used is told before a port is taken.
    var tls = tlsSettings == null ? null : Tls.open(tlsSettings);
    List<ConnectionFactory> factories = new ArrayList<>();
    factories.add(new HttpConnectionFactory(configuration()));
    if (settings.protocols().h2c()) {
      factories.add(patient(new PriorKnowledge(configuration())));
    }
    add(factories, HttpConfig.PORT, settings.port());
    if (tlsSettings != null && tls != null) {
      addTls(tls, tlsSettings.port());
    }
    every(slowRequests.period(), slowRequests::close);
    ListenBacklog.warning().ifPresent(warning -> log.log(WARNING, warning));
  }

  private void addTls(Tls tls, int port) throws IOException {
    identities = tls::follow;
    var configuration = configuration();
    // Any name will do: there is one certificate, and it is the client that is to check it.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    var http = new HttpConnectionFactory(configuration);
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http.getProtocol());
    var ssl = new SslConnectionFactory(tls.contexts(), alpn.getProtocol());
    var http2 = patient(new HTTP2ServerConnectionFactory(configuration));
    add(List.of(ssl, alpn, http2, http), HttpConfig.TLS_PORT, port);
    every(LOOK_AT_FILES, tls::look);
  }

  private <F extends AbstractHTTP2ServerConnectionFactory> F patient(F http2) {
    // Jetty 12.1.12 asks the request whether its silence is meant for the first time only, and
    // resets the stream the second time. A wait for a torrent and a low rate make such silence.
    long silence = settings.idleTimeout().plus(settings.longestWait()).toMillis();
    http2.setStreamIdleTimeout(Math.max(silence, PACED_SILENCE.toMillis()));
    http2.setRateControlFactory(new FrameRates());
    http2.addBean(new SendingStreams(settings.sendTimeout()));
    return http2;
  }

  private void every(Duration period, Runnable look) {
    var unused =
        watch.scheduleWithFixedDelay(
            DaemonThreads.enduring("the look at connections and certificates", look),
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private HttpConfiguration configuration() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(LARGEST_HEAD);
    http.setMaxResponseHeaderSize(LARGEST_ANSWER_HEAD);
    // Of two hosts, that of the target counts (RFC 9112 §3.2.2).
    http.setHttpCompliance(
        HttpCompliance.RFC9110.with(
            "spillway",
            HttpCompliance.Violation.MISMATCHED_AUTHORITY,
            HttpCompliance.Violation.UNSAFE_HOST_HEADER));
    http.addCustomizer(new HostCheck());
    http.addCustomizer(new CodingCheck());
    // A name may hold a percent sign; what such a path means is decoded once, by the container.
    // Browsers send brackets and a few others as they are. Empty segments and dots are seen to when
    // the path is read.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "spillway",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS));
    http.addCustomizer(unknownProxies);
    if (!settings.trustedProxies().isEmpty()) {
      http.addCustomizer(new ForwardedCustomizer(settings.trustedProxies()));
    }
    return http;
  }

  private void add(List<ConnectionFactory> factories, Key<?> key, int port) throws IOException {
    var connector = new PatientConnector(jetty, settings.sendTimeout(), withProxy(factories));
    connector.setHost(settings.host());
    connector.setPort(port);
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    connector.setAcceptQueueSize(ListenBacklog.WANTED);
    connector.addBean(slowRequests);
    take(connector, key);
    jetty.addConnector(connector);
    connectors.add(connector);
    ports.add(connector.getLocalPort());
  }

  private List<ConnectionFactory> withProxy(List<ConnectionFactory> factories) {
    if (!settings.protocols().proxy()) {
      return factories;
    }
    String next = factories.get(0).getProtocol();
    List<ConnectionFactory> all = new ArrayList<>();
    all.add(new ProxyProtocol(settings.trustedProxies(), next));
    all.addAll(factories);
    return all;
  }

  private static void take(ServerConnector connector, Key<?> key) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      boolean taken = e.getCause() instanceof BindException || e instanceof BindException;
      String host = connector.getHost();
      throw new IOException(
          taken
              ? key + ": port " + connector.getPort() + " of " + host + " is taken or not ours"
              : HttpConfig.HOST + ": " + host + ": " + e.getMessage(),
          e);
    }
  }

  int port() {
    return ports.get(0);
  }

  OptionalInt tlsPort() {
    return ports.size() > 1 ? OptionalInt.of(ports.get(1)) : OptionalInt.empty();
  }

  /** Hands on key and certificate, see {@link HttpServer#followIdentity}. */
  void followIdentity(Consumer<TlsIdentity> follower) {
    identities.accept(follower);
  }

  /** Returns the number of open connections, busy or not. */
  int connections() {
    return connectors.stream().mapToInt(c -> c.getConnectedEndPoints().size()).sum();
  }

  /** Refuses connections, as a server that is down does, and remembers the ports. */
  void stop() throws Exception {
    for (int i = 0; i < connectors.size(); i++) {
      connectors.get(i).setPort(ports.get(i));
      connectors.get(i).stop();
    }
  }

  /** Gives the ports back; connections that are open go on. */
  void refuse() {
    for (ServerConnector connector : connectors) {
      connector.setShutdownIdleTimeout(settings.idleTimeout().toMillis());
      var unused = connector.shutdown();
    }
  }

  /** Takes the ports again. */
  void start() throws Exception {
    for (ServerConnector connector : connectors) {
      connector.start();
    }
  }

  /** Closes the ports, after Jetty is stopped. It is safe to call this twice. */
  @Override
  public void close() {
    watch.shutdownNow();
    connectors.forEach(ServerConnector::close);
  }
}
