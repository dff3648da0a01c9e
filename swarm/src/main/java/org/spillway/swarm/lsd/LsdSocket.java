package org.spillway.swarm.lsd;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.spillway.net.AddressBlock;
import org.spillway.net.DaemonThreads;
import org.spillway.torrent.InfoHash;

/**
 * Announces torrents to the network at one interface, and hears of peers there, on a thread of its
 * own. Several programs of one machine can do so at a time. Safe for use by many threads.
 */
public final class LsdSocket implements AutoCloseable {
  private static final System.Logger log = System.getLogger(LsdSocket.class.getName());

  private static final Duration TICK = Duration.ofMillis(500);

  private final DatagramChannel channel;
  private final Selector selector;
  private final LsdGroup group;
  private final LocalDiscovery discovery;
  private final Queue<Consumer<LocalDiscovery>> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  private LsdSocket(
      DatagramChannel channel,
      Selector selector,
      LsdGroup group,
      int port,
      List<AddressBlock> networks,
      LsdListener listener) {
    this.channel = channel;
    this.selector = selector;
    this.group = group;
    this.discovery =
        new LocalDiscovery(
            group,
            port,
            this::send,
            System::nanoTime,
            new SecureRandom(),
            address -> networks.stream().anyMatch(network -> network.contains(address)),
            listener);
    this.thread = DaemonThreads.single("lsd", this::run);
  }

  /**
   * Joins the group at one interface.
   *
   * @param at the interface; only senders in its networks are heard
   * @param port the port at which our peer accepts connections, 1 to 65535
   * @param listener hears of peers, on the thread of the socket
   * @throws IOException if the system does not allow multicast there
   */
  public static LsdSocket start(NetworkInterface at, LsdGroup group, int port, LsdListener listener)
      throws IOException {
    var family =
        group == LsdGroup.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    var channel = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(LsdGroup.PORT));
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, at);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.join(group.address().getAddress(), at);
      channel.configureBlocking(false);
      var selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      var socket = new LsdSocket(channel, selector, group, port, networks(at), listener);
      socket.thread.start();
      return socket;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static List<AddressBlock> networks(NetworkInterface at) {
    return at.getInterfaceAddresses().stream().map(LsdSocket::network).toList();
  }

  private static AddressBlock network(InterfaceAddress address) {
    return new AddressBlock(address.getAddress(), address.getNetworkPrefixLength());
  }

  /** Announces a torrent soon, and again every five minutes. */
  public void add(InfoHash infoHash) {
    execute(to -> to.add(infoHash));
  }

  /** Announces a torrent no more. */
  public void remove(InfoHash infoHash) {
    execute(from -> from.remove(infoHash));
  }

  private void execute(Consumer<LocalDiscovery> task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void send(ByteBuffer datagram) {
    try {
      channel.send(datagram, group.address());
    } catch (IOException e) {
      // The interface may be down for some time; the torrent is announced again.
      log.log(DEBUG, () -> "an announce to " + group.host() + " was not sent: " + e);
    }
  }

  private void run() {
    var buffer = ByteBuffer.allocate(LsdMessage.LONGEST + 1);
    while (!closed) {
      try {
        selector.select(TICK.toMillis());
        selector.selectedKeys().clear();
        runTasks();
        receive(buffer);
      } catch (IOException e) {
        log.log(DEBUG, () -> "nothing was received from " + group.host() + ": " + e);
      }
      discovery.tick();
    }
  }

  private void runTasks() {
    for (var task = tasks.poll(); task != null; task = tasks.poll()) {
      task.accept(discovery);
    }
  }

  private void receive(ByteBuffer buffer) throws IOException {
    // Datagrams beyond that wait for the next round, so that tasks and announces get their turn.
    for (int i = 0; i < LocalDiscovery.MOST_RECEIVED; i++) {
      buffer.clear();
      var from = (InetSocketAddress) channel.receive(buffer);
      if (from == null) {
        return;
      }
      discovery.received(from, buffer.flip());
    }
  }

  /** Leaves the group, and waits for the thread. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(selector);
    close(channel);
  }

  private static void close(Closeable part) {
    try {
      part.close();
    } catch (IOException e) {
      log.log(DEBUG, () -> "the socket was not closed well: " + e);
    }
  }
}
