package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.DEBUG;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that take longer over a TLS handshake or the head of a request
 * than a connection may be silent: to Jetty, one byte now and then is a connection in use. Safe for
 * use by many threads.
 */
final class SlowRequestReaper implements Connection.Listener {
  private static final System.Logger log = System.getLogger(SlowRequestReaper.class.getName());

  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);

  private final long most;
  private final Map<Connection, Waiting> open = new ConcurrentHashMap<>();

  /**
   * The wait for the next request.
   *
   * @param requests the number of requests that came before
   * @param since the time when the wait was first seen, by {@link System#nanoTime}
   */
  private record Waiting(long requests, long since) {}

  SlowRequestReaper(Duration most) {
    this.most = most.toNanos();
  }

  @Override
  public void onOpened(Connection connection) {
    if (parser(connection) != null || connection instanceof NegotiatingServerConnection) {
      open.put(connection, new Waiting(0, System.nanoTime()));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** Returns the time between two calls of {@link #close}. */
  Duration period() {
    var period = Duration.ofNanos(most / 4 + 1_000_000);
    return period.compareTo(LONGEST_PERIOD) < 0 ? period : LONGEST_PERIOD;
  }

  /** Closes the connections that have taken too long. */
  void close() {
    for (Connection connection : open.keySet()) {
      if (isSlow(connection)) {
        log.log(DEBUG, () -> connection + " is slow");
        connection.getEndPoint().close();
      }
    }
  }

  private boolean isSlow(Connection connection) {
    var parser = parser(connection);
    if (parser != null) {
      // A volatile field, behind which the time can be seen.
      if (parser.isState(HttpParser.State.START)) {
        return waitsTooLong(connection);
      }
      return parser.inHeaderState() && System.nanoTime() - parser.getBeginNanoTime() > most;
    }
    var handshake = open.get(connection);
    return handshake != null && System.nanoTime() - handshake.since > most;
  }

  /**
   * Returns whether the client has waited too long before a request. Empty lines before it are not
   * a request, but not silence either.
   */
  private boolean waitsTooLong(Connection connection) {
    var now = new Waiting(connection.getMessagesIn(), System.nanoTime());
    var before =
        open.computeIfPresent(
            connection, (same, seen) -> seen.requests == now.requests ? seen : now);
    return before != null && now.since - before.since > most;
  }

  /**
   * Returns the parser of a connection that speaks HTTP/1.1, and null for any other. Nothing public
   * of Jetty tells how far a request's head has come, so this one method uses an internal class.
   */
  static @Nullable HttpParser parser(Connection connection) {
    return connection instanceof HttpConnection http ? http.getParser() : null;
  }
}
