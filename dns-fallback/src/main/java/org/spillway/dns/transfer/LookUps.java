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
 * Finds the addresses of hosts, each in a thread of its own, because it can take half a minute
 * until a name turns out not to resolve. For use by one thread.
 */
final class LookUps implements AutoCloseable {
  /** The time to wait for a look-up, which is many times what a known name takes. */
  private static final long PATIENCE_MILLIS = 50;

  private final Resolver resolver;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("dns-notify-look-up"));
  private final Map<String, Future<InetAddress>> underWay = new HashMap<>();

  /** Returns an address of a name; may block. */
  @FunctionalInterface
  interface Resolver {
    InetAddress address(String host) throws IOException;
  }

  LookUps(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Returns the address of a name; an address stands for itself. A slow look-up goes on, so that a
   * later call finds its result.
   *
   * @throws IOException if the name has no address, or none is known yet
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

  /** Ends the look-ups, but does not wait for one that is running, which nothing can end early. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
