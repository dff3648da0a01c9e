package org.spillway.swarm.dht;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.spillway.net.AddressScope;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/** Nodes with real sockets at one address of loopback, and the thread that drives them all. */
final class LoopbackNodes implements AutoCloseable {
  private final InetAddress address;
  private final Selector selector = Selector.open();
  private final List<Node> nodes = new ArrayList<>();
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "nodes");
  private volatile boolean closed;

  /** A node, its socket, and what it has found. */
  static final class Node implements DhtListener {
    private final DatagramChannel channel;
    private final Dht dht;
    private final Set<PeerAddress> found = ConcurrentHashMap.newKeySet();

    private Node(InetAddress address) throws IOException {
      channel = DatagramChannel.open().bind(new InetSocketAddress(address, 0));
      channel.configureBlocking(false);
      var settings =
          DhtSettings.DEFAULT
              .withFamily(IpFamily.of(address))
              .withScope(AddressScope.MACHINE)
              .withSeveralPerAddress(true)
              .withQueriesPerHost(10_000)
              .withQueries(10_000);
      dht = new Dht(settings, this::send, System::nanoTime, new SecureRandom(), this);
    }

    private void send(InetSocketAddress to, ByteBuffer datagram) {
      try {
        channel.send(datagram, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void receive(ByteBuffer buffer) throws IOException {
      buffer.clear();
      for (var from = channel.receive(buffer); from != null; from = channel.receive(buffer)) {
        dht.received((InetSocketAddress) from, buffer.flip());
        buffer.clear();
      }
    }

    @Override
    public void foundPeers(InfoHash infoHash, List<PeerAddress> peers) {
      found.addAll(peers);
    }

    InetSocketAddress address() {
      try {
        return (InetSocketAddress) channel.getLocalAddress();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Dht dht() {
      return dht;
    }

    Set<PeerAddress> found() {
      return found;
    }
  }

  LoopbackNodes(InetAddress address) throws IOException {
    this.address = address;
    thread.start();
  }

  /** Adds a node that begins at some others. */
  Node add(List<InetSocketAddress> first) throws Exception {
    return call(
        () -> {
          var node = new Node(address);
          node.channel.register(selector, SelectionKey.OP_READ, node);
          node.dht.addNodes(first);
          nodes.add(node);
          return node;
        });
  }

  /** Does something on the thread of the nodes. */
  <T> T call(Callable<T> callable) throws InterruptedException, ExecutionException {
    var task = new FutureTask<>(callable);
    tasks.add(task);
    selector.wakeup();
    return task.get();
  }

  private void run() {
    var buffer = ByteBuffer.allocate(65_536);
    long nextTick = System.nanoTime();
    try {
      while (!closed) {
        selector.select(Dht.TICK_MILLIS / 2);
        for (var key : selector.selectedKeys()) {
          ((Node) key.attachment()).receive(buffer);
        }
        selector.selectedKeys().clear();
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        if (System.nanoTime() - nextTick >= 0) {
          nextTick = System.nanoTime() + Dht.TICK_MILLIS * 1_000_000L;
          nodes.forEach(node -> node.dht.tick());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Node node : nodes) {
      node.channel.close();
    }
    selector.close();
  }
}
