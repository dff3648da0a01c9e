package org.spillway.dns.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.spillway.net.DaemonThreads;
import org.xbill.DNS.Address;

/**
 * Finds the addresses of hosts, each in a thread of its own: a name that does not resolve can take
 * half a minute to say so. For use by one thread.
 */
final class LookUps implements AutoCloseable {
  /** What a name that is known takes, many times over. */
  private static final long PATIENCE_MILLIS = 50;

  private final Resolver resolver;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("dns-notify-look-up"));
  private final Map<String, Future<InetAddress>> underWay = new HashMap<>();

  /** Of a name; may wait. */
  @FunctionalInterface
  interface Resolver {
    InetAddress address(String host) throws IOException;
  }

  LookUps(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Returns the address of a name; an address stands for itself. A look-up that takes its time goes
   * on, so that the next call finds what it brought.
   *
   * @throws IOException if it has none, or none yet
   */
  InetAddress find(String host) throws IOException {
    if (host.contains(":") || Address.isDottedQuad(host)) {
      return InetAddress.getByName(host);
    }
    boolean first = !underWay.containsKey(host);
    var lookUp =
        underWay.computeIfAbsent(host, name -> threads.submit(() -> resolver.address(name)));
    try {
      // Many may wait for the same name.
      var address = lookUp.get(first ? PATIENCE_MILLIS : 0, TimeUnit.MILLISECONDS);
      underWay.remove(host);
      return address;
    } catch (ExecutionException e) {
      underWay.remove(host);
      throw new IOException(host + " has no address", e);
    } catch (TimeoutException e) {
      throw new IOException(host + " has no address yet", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Does not wait for a look-up that is under way, which nothing can end early. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
