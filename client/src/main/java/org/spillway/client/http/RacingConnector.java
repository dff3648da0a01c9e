package org.spillway.client.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;

/**
 * Resolves a host and connects to the first of its addresses that answers. The addresses that are
 * connected to are the very ones that were checked.
 */
final class RacingConnector extends ClientConnector {
  private final Destinations destinations;
  private final Predicate<InetSocketAddress> isProxy;
  private final LongSupplier nanoTime;

  /**
   * @param isProxy whether an unresolved address is that of a proxy, which may stand anywhere
   * @param nanoTime as {@link System#nanoTime}
   */
  RacingConnector(
      Destinations destinations, Predicate<InetSocketAddress> isProxy, LongSupplier nanoTime) {
    this.destinations = destinations;
    this.isProxy = isProxy;
    this.nanoTime = nanoTime;
  }

  /** Connects on another thread, because a look-up blocks. */
  @Override
  public void connect(SocketAddress address, Map<String, Object> context) {
    getExecutor().execute(() -> connect((InetSocketAddress) address, context));
  }

  private void connect(InetSocketAddress host, Map<String, Object> context) {
    try {
      var channel = new AddressRace(resolve(host), getConnectTimeout(), nanoTime).run();
      context.put(REMOTE_SOCKET_ADDRESS_CONTEXT_KEY, channel.getRemoteAddress());
      accept(channel, context);
    } catch (IOException | RuntimeException e) {
      fail(e, context);
    }
  }

  private static void fail(Exception e, Map<String, Object> context) {
    if (context.get(CONNECTION_PROMISE_CONTEXT_KEY) instanceof Promise<?> promise) {
      promise.failed(e);
    }
  }

  private List<InetSocketAddress> resolve(InetSocketAddress host) throws IOException {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host.getHostString())) {
      if (!isProxy.test(host)) {
        destinations.require(address);
      }
      addresses.add(new InetSocketAddress(address, host.getPort()));
    }
    return addresses;
  }
}
