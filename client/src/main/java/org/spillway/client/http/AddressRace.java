package org.spillway.client.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first address of a host that answers: attempts begin 250 ms apart, or at once
 * when the one before has failed, with both families in turn (RFC 8305 §4, §5). For use by one
 * thread.
 */
final class AddressRace {
  private static final long APART = Duration.ofMillis(250).toNanos();

  private final Deque<InetSocketAddress> waiting;
  private final long timeout;
  private final LongSupplier nanoTime;
  private @Nullable IOException failure;

  AddressRace(List<InetSocketAddress> addresses, Duration timeout, LongSupplier nanoTime) {
    this.waiting = new ArrayDeque<>(interleaved(addresses));
    this.timeout = timeout.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Returns the addresses with those of the first one's family and the others in turn. */
  static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses) {
    Deque<InetSocketAddress> first = new ArrayDeque<>();
    Deque<InetSocketAddress> second = new ArrayDeque<>();
    for (var address : addresses) {
      boolean isFirst = isV6(address.getAddress()) == isV6(addresses.get(0).getAddress());
      (isFirst ? first : second).add(address);
    }
    List<InetSocketAddress> turns = new ArrayList<>();
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        turns.add(first.remove());
      }
      if (!second.isEmpty()) {
        turns.add(second.remove());
      }
    }
    return turns;
  }

  private static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  /**
   * Returns the connected channel, which does not block.
   *
   * @throws IOException if no address could be connected to; this is the last failure
   */
  SocketChannel run() throws IOException {
    try (var selector = Selector.open()) {
      SocketChannel winner = null;
      try {
        winner = run(selector);
        return winner;
      } finally {
        for (var key : selector.keys()) {
          if (key.channel() != winner) {
            key.channel().close();
          }
        }
      }
    }
  }

  private SocketChannel run(Selector selector) throws IOException {
    long start = nanoTime.getAsLong();
    long next = start;
    while (true) {
      long now = nanoTime.getAsLong();
      if (now - start > timeout) {
        throw new SocketTimeoutException("no connection in time");
      }
      boolean isIdle = selector.keys().stream().noneMatch(SelectionKey::isValid);
      if (!waiting.isEmpty() && (isIdle || now - next >= 0)) {
        begin(waiting.remove(), selector);
        next = now + APART;
      } else if (isIdle) {
        throw failure == null ? new ConnectException("the host has no address") : failure;
      }
      selector.select(Math.max(1, Math.min(APART, timeout) / 5_000_000));
      var winner = finished(selector);
      if (winner != null) {
        return winner;
      }
    }
  }

  private void begin(InetSocketAddress address, Selector selector) throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT);
      channel.connect(address);
    } catch (IOException e) {
      failure = e;
      channel.close();
    }
  }

  private @Nullable SocketChannel finished(Selector selector) throws IOException {
    for (var key : selector.keys()) {
      var channel = (SocketChannel) key.channel();
      try {
        if (key.isValid() && channel.finishConnect()) {
          return channel;
        }
      } catch (IOException e) {
        failure = e;
        channel.close();
      }
    }
    return null;
  }
}
