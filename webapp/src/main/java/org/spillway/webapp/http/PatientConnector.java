package org.spillway.webapp.http;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector whose connections have their own time limit for sending, see {@link SendingEndPoint},
 * and for which the system accepts few bytes ahead, see {@link UnsentLimit}.
 */
final class PatientConnector extends ServerConnector {
  private static final System.Logger log = System.getLogger(PatientConnector.class.getName());

  private final Duration sendTimeout;

  PatientConnector(Server jetty, Duration sendTimeout, List<ConnectionFactory> factories) {
    super(jetty, factories.toArray(ConnectionFactory[]::new));
    this.sendTimeout = sendTimeout;
  }

  @Override
  protected ServerSocketChannel openAcceptChannel() throws IOException {
    var socket = super.openAcceptChannel();
    if (!UnsentLimit.set(socket)) {
      log.log(DEBUG, "the system decides how many bytes of an answer it accepts ahead");
    }
    return socket;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new SendingEndPoint(channel, selector, key, getScheduler(), sendTimeout);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
