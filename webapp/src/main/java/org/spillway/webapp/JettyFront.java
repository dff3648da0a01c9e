package org.spillway.webapp;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.spillway.catalog.Catalog;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.TorrentHandler;

/** Jetty within this process. */
final class JettyFront implements HttpFront {
  private final Server jetty;
  private final ServerConnector connector;
  private final int port;

  private JettyFront(Server jetty, ServerConnector connector) {
    this.jetty = jetty;
    this.connector = connector;
    this.port = connector.getLocalPort();
  }

  /**
   * Takes the port; connections wait until {@link #open}.
   *
   * @param port 0 takes a free one
   * @throws IOException if the port is taken or the address is not ours; names the key
   */
  static JettyFront bind(String host, int port) throws IOException {
    var threads = new QueuedThreadPool();
    threads.setName("http");
    var jetty = new Server(threads);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    // A name may hold a percent sign; what such a path means is decoded once, by the container.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with("spillway", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    jetty.addConnector(connector);
    take(connector, host, port);
    return new JettyFront(jetty, connector);
  }

  private static void take(ServerConnector connector, String host, int port) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      boolean taken = e.getCause() instanceof BindException || e instanceof BindException;
      throw new IOException(
          taken
              ? "http.port: port " + port + " of " + host + " is taken or not ours"
              : "http.host: " + host + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void open(Catalog catalog, NegotiationSettings settings, Map<String, HttpServlet> servlets)
      throws IOException {
    var context = new ServletContextHandler("/", false, false);
    servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
    var files = new TorrentHandler(catalog, settings);
    jetty.setHandler(new Handler.Sequence(new ReservedPaths(servlets.keySet(), context), files));
    run(jetty::start);
  }

  /** Refuses connections, as a server that is down does; the port is remembered. */
  void pause() throws IOException {
    connector.setPort(port);
    run(connector::stop);
  }

  /** Takes the port again. */
  void resume() throws IOException {
    run(connector::start);
  }

  @FunctionalInterface
  private interface Step {
    // Jetty's own methods say no more than this.
    void run() throws Exception;
  }

  private static void run(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("http: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      run(jetty::stop);
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
