package org.spillway.dns.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The sockets that notifications leave from, one for each address of ours. For one thread; only
 * {@link #wake} may be called by others.
 */
final class NotifySockets implements AutoCloseable {
  /** The longest answer, in bytes: it holds a header, the question and a signature. */
  private static final int MAX_ANSWER = 1232;

  private record Sender(InetAddress address, DatagramChannel channel) {
    /**
     * Returns whether the socket can send to an address; the wildcard address reaches both
     * families.
     */
    boolean reaches(InetAddress other) {
      return address.isAnyLocalAddress() || address.getClass() == other.getClass();
    }
  }

  private final Selector selector;
  private final List<Sender> senders = new ArrayList<>();
  private final ByteBuffer received = ByteBuffer.allocate(MAX_ANSWER);

  private NotifySockets(Selector selector) {
    this.selector = selector;
  }

  /**
   * Opens a socket for each address.
   *
   * @throws IOException if an address has no free port
   */
  static NotifySockets open(List<InetAddress> addresses) throws IOException {
    var sockets = new NotifySockets(Selector.open());
    try {
      for (var address : addresses) {
        sockets.add(address);
      }
      return sockets;
    } catch (IOException e) {
      sockets.close();
      throw e;
    }
  }

  private void add(InetAddress address) throws IOException {
    var channel = DatagramChannel.open();
    senders.add(new Sender(address, channel));
    channel.bind(new InetSocketAddress(address, 0)).configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  /** Sends from the first address of the same family. */
  void send(byte[] message, InetSocketAddress to) throws IOException {
    var from =
        senders.stream()
            .filter(sender -> sender.reaches(to.getAddress()))
            .findFirst()
            .orElseThrow(() -> new IOException("dns.host has no address that reaches " + to));
    from.channel.send(ByteBuffer.wrap(message), to);
  }

  /** Hands over each datagram that is there or arrives within the time, and its source. */
  void receive(Duration time, BiConsumer<byte[], InetSocketAddress> receiver) throws IOException {
    selector.select(time.toMillis());
    selector.selectedKeys().clear();
    for (var sender : senders) {
      var from = (InetSocketAddress) sender.channel.receive(received.clear());
      if (from != null) {
        receiver.accept(Arrays.copyOf(received.array(), received.position()), from);
      }
    }
  }

  /** Ends a wait for datagrams that is going on, or the next one. */
  void wake() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      for (var sender : senders) {
        sender.channel.close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
