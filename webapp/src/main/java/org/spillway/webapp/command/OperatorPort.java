package org.spillway.webapp.command;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.spillway.webapp.Server;
import org.spillway.webapp.admin.AdminServer;
import org.spillway.webapp.admin.Health;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.metrics.ServerMetrics;

/**
 * The port for operators, if it is configured. It is open before the server for everybody is, and
 * after that is closed, so that the health of both is told.
 */
final class OperatorPort implements AutoCloseable {
  private final AtomicReference<@Nullable Server> server = new AtomicReference<>();
  private final AtomicReference<@Nullable ServerMetrics> metrics = new AtomicReference<>();
  private final @Nullable AdminServer admin;

  private OperatorPort(Config config) throws IOException {
    this.admin =
        config.adminEnabled()
            ? AdminServer.start(config.admin(), this::health, this::exposition)
            : null;
  }

  /**
   * Takes the port.
   *
   * @throws IOException if it cannot be had; the message names the key
   */
  static OperatorPort open(Config config) throws IOException {
    return new OperatorPort(config);
  }

  /** Tells about this server from now on. */
  void show(Server started) {
    metrics.set(new ServerMetrics(started.stats(), ProgramVersion.number()));
    server.set(started);
    if (admin != null) {
      started.ports().admin(admin.port());
    }
  }

  private Health health() {
    var shown = server.get();
    if (shown == null) {
      return Health.STARTING;
    }
    return shown.isStopping() ? Health.STOPPING : Health.READY;
  }

  private ServerMetrics.Exposition exposition(@Nullable String accept) {
    var shown = metrics.get();
    if (shown == null) {
      throw new IllegalStateException("the server has not started");
    }
    return shown.exposition(accept);
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
