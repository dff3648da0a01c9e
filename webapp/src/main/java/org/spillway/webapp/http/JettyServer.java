package org.spillway.webapp.http;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.negotiation.TorrentHandler;
import org.spillway.tracker.Tracker;
import org.spillway.tracker.WebSocketHandler;
import org.spillway.webapp.config.HttpSettings;

/** Runs Jetty within this process. */
public final class JettyServer implements HttpServer {
  private final Server jetty;
  private final Connectors connectors;
  private final List<Tracker> trackers = new ArrayList<>();
  private volatile Supplier<NegotiationStats> stats = () -> NegotiationStats.NONE;

  private JettyServer(Server jetty, Connectors connectors) {
    this.jetty = jetty;
    this.connectors = connectors;
  }

  /**
   * Takes the ports; connections wait until {@link #open}.
   *
   * @throws IOException if a port is in use, the address is not of this machine or the certificate
   *     cannot be used; the message names the key
   */
  public static JettyServer bind(HttpSettings settings) throws IOException {
    var threads = new QueuedThreadPool();
    threads.setName("http");
    var jetty = new Server(threads);
    jetty.setErrorHandler(new PlainErrors());
    var accessLog = settings.accessLog();
    if (accessLog != null) {
      jetty.setRequestLog(AccessLog.to(accessLog));
    }
    return new JettyServer(jetty, Connectors.open(jetty, settings));
  }

  @Override
  public int port() {
    return connectors.port();
  }

  @Override
  public OptionalInt tlsPort() {
    return connectors.tlsPort();
  }

  @Override
  public void followIdentity(Consumer<TlsIdentity> follower) {
    connectors.followIdentity(follower);
  }

  @Override
  public void track(Tracker tracker) {
    trackers.add(tracker);
  }

  @Override
  public void open(
      Catalog catalog,
      NegotiationSettings settings,
      Map<String, HttpServlet> servlets,
      SendBuffers memory)
      throws IOException {
    var context = new ServletContextHandler("/", false, false);
    context.setErrorHandler(new PlainErrors());
    Set<String> reserved = new HashSet<>();
    servlets.forEach(
        (path, servlet) -> reserved.addAll(add(servlet, HttpServer.paths(catalog, path), context)));
    var files = new TorrentHandler(catalog, settings, memory, new SendWindows());
    stats = files::stats;
    List<Handler> handlers = new ArrayList<>();
    for (String path : HttpServer.paths(catalog, "/announce")) {
      trackers.forEach(tracker -> handlers.add(new WebSocketHandler(tracker, path)));
    }
    handlers.add(new ReservedPaths(reserved, context));
    handlers.add(files);
    jetty.setHandler(new Handler.Sequence(handlers));
    run(jetty::start);
  }

  private static List<String> add(
      HttpServlet servlet, List<String> paths, ServletContextHandler context) {
    var holder = new ServletHolder(servlet);
    paths.forEach(path -> context.addServlet(holder, path));
    return paths;
  }

  @Override
  public NegotiationStats stats() {
    return stats.get();
  }

  /** Returns the number of open connections, busy or not. */
  int connections() {
    return connectors.connections();
  }

  /** Refuses connections, as a server that is down does, and remembers the ports. */
  public void pause() throws IOException {
    run(connectors::stop);
  }

  /** Takes the ports again. */
  public void resume() throws IOException {
    run(connectors::start);
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
  public void refuse() {
    connectors.refuse();
  }

  @Override
  public void close() {
    try {
      run(jetty::stop);
      connectors.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
