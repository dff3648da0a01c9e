package org.spillway.net.sockets;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.spillway.net.DaemonThreads;

/**
 * What a UDP server listens on. A socket that is bound to the wildcard answers from whichever
 * address the system prefers, and clients drop what comes from another address than they asked (BEP
 * 15, RFC 5452 §9.1). So one more is bound to each address of this machine, to which the system
 * hands what is sent to this address; addresses that come and go are followed. The wildcard stays
 * for those that no interface has.
 *
 * <p>Safe for use by many threads.
 */
public final class ServerSockets implements AutoCloseable {
  private static final System.Logger log = System.getLogger(ServerSockets.class.getName());

  /** A new address gets its socket within this time. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** The addresses beyond, as on a machine with thousands of containers, share the wildcard. */
  private static final int MOST = 500;

  private final Bootstrap bootstrap;
  private final Channel first;
  private final Supplier<Set<InetAddress>> addresses;
  private final Map<InetAddress, Channel> byAddress = new HashMap<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("udp-addresses"));

  /**
   * @param first the socket that was bound first, and keeps the port
   */
  ServerSockets(Bootstrap bootstrap, Channel first, Supplier<Set<InetAddress>> addresses) {
    this.bootstrap = bootstrap;
    this.first = first;
    this.addresses = addresses;
  }

  /**
   * Listens.
   *
   * @param bootstrap for every socket, with a handler that several may have
   * @throws BindFailedException if the address or the port cannot be had
   */
  public static ServerSockets open(Bootstrap bootstrap, InetSocketAddress address)
      throws BindFailedException {
    var bound = EventLoops.bind(bootstrap, address);
    var sockets = new ServerSockets(bootstrap, bound, MachineAddresses::all);
    if (local(bound).getAddress().isAnyLocalAddress()) {
      sockets.follow();
      long period = PERIOD.toSeconds();
      var unused =
          sockets.looks.scheduleWithFixedDelay(
              DaemonThreads.enduring("the look at this machine's addresses", sockets::follow),
              period,
              period,
              TimeUnit.SECONDS);
    }
    return sockets;
  }

  private static InetSocketAddress local(Channel channel) {
    return (InetSocketAddress) channel.localAddress();
  }

  public int port() {
    return local(first).getPort();
  }

  /** Opens and closes sockets as addresses have come and gone. */
  synchronized void follow() {
    var now = addresses.get();
    byAddress.entrySet().removeIf(known -> isGone(known.getKey(), known.getValue(), now));
    if (looks.isShutdown() || byAddress.keySet().containsAll(now)) {
      return;
    }
    share(true);
    now.stream()
        .filter(address -> !byAddress.containsKey(address))
        .limit(MOST - byAddress.size())
        .forEach(this::listen);
    share(false);
  }

  private static boolean isGone(InetAddress address, Channel channel, Set<InetAddress> now) {
    if (now.contains(address)) {
      return false;
    }
    channel.close().awaitUninterruptibly();
    return true;
  }

  /**
   * Sockets at one port of overlapping addresses have to agree to it while one of them is bound.
   * Only then: otherwise any other program could listen there as well, instead of us.
   */
  private void share(boolean may) {
    first.config().setOption(ChannelOption.SO_REUSEADDR, may);
    byAddress.values().forEach(other -> other.config().setOption(ChannelOption.SO_REUSEADDR, may));
  }

  /**
   * What cannot be bound, such as an IPv6 address that is still tentative, is tried again later.
   */
  private void listen(InetAddress address) {
    ChannelFuture bound =
        bootstrap
            .clone()
            .option(ChannelOption.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(address, port()))
            .awaitUninterruptibly();
    if (bound.isSuccess()) {
      byAddress.put(address, bound.channel());
    } else {
      log.log(DEBUG, () -> address + ": " + bound.cause().getMessage());
    }
  }

  /** Returns the number of sockets. */
  synchronized int size() {
    return 1 + byAddress.size();
  }

  /** Returns when the port is free. */
  @Override
  public void close() {
    looks.shutdown();
    closeAll();
    try {
      var unused = looks.awaitTermination(PERIOD.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeAll() {
    byAddress.values().forEach(channel -> channel.close().awaitUninterruptibly());
    byAddress.clear();
    first.close().awaitUninterruptibly();
  }
}
