package org.spillway.webapp.admin;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.config.AdminConfig;
import org.spillway.webapp.config.AdminSettings;
import org.spillway.webapp.metrics.ServerMetrics;

/**
 * The HTTP server for operators. It has threads of its own, so that it answers when those for
 * everybody are busy.
 */
public final class AdminServer implements AutoCloseable {
  private static final int MOST_THREADS = 8;
  private static final int LEAST_THREADS = 4;
  private static final int MOST_WAITING = 64;

  private final Server jetty;
  private final ServerConnector connector;

  private AdminServer(Server jetty, ServerConnector connector) {
    this.jetty = jetty;
    this.connector = connector;
  }

  /**
   * Takes the port, and answers from then on.
   *
   * @param health tells how the server for everybody is
   * @param metrics returns the metrics for a field Accept; it is not asked during the start
   * @throws IOException if the port or the password cannot be had; the message names the key
   */
  public static AdminServer start(
      AdminSettings settings,
      Supplier<Health> health,
      Function<@Nullable String, ServerMetrics.Exposition> metrics)
      throws IOException {
    AdminLogin login;
    try {
      login = AdminLogin.of(settings.passwordFile(), System::nanoTime);
    } catch (IOException e) {
      throw new IOException(AdminConfig.PASSWORD_FILE + ": cannot be used: " + e.getMessage(), e);
    }
    var threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("admin");
    threads.setDaemon(true);
    var jetty = new Server(threads);
    var connector = connector(jetty, settings);
    jetty.setHandler(new AdminHandler(login, new AdminPages(health, metrics)));
    var server = new AdminServer(jetty, connector);
    server.open(settings);
    return server;
  }

  private static ServerConnector connector(Server jetty, AdminSettings settings) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.RFC3986);
    var connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(MOST_WAITING);
    jetty.addConnector(connector);
    return connector;
  }

  private void open(AdminSettings settings) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw new IOException(
          "%s: port %d of %s cannot be taken: %s"
              .formatted(AdminConfig.PORT, settings.port(), settings.host(), e.getMessage()),
          e);
    }
    try {
      jetty.start();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Jetty's own method says no more than this.
      throw new IOException("admin: " + e.getMessage(), e);
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server for operators cannot be stopped", e);
    }
  }
}
