package org.spillway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Drives the connections of a load generator on one thread, and measures. */
final class LoadLoop {
  /**
   * The number of bytes that are read at a time. They stay in the processor's cache, where they are
   * discarded.
   */
  private static final int BUFFER = 256 * 1024;

  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);
  private static final long SELECT_MILLIS = 20;

  private final long serverPid;
  private final long warmUp;
  private final long measured;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

  /** The connections that were read in this turn. */
  private final List<Connection> read = new ArrayList<>();

  /** One conversation with the server. */
  interface Connection {
    void begin(SocketChannel channel) throws IOException;

    /** Handles all bytes that have come. */
    void received(ByteBuffer bytes) throws IOException;

    /**
     * Sends what is due. It is called only after all connections that were ready have been read.
     */
    default void send() throws IOException {}

    /** Returns whether the preparation is over, so that the connection can be measured. */
    boolean isRunning();

    long operations();

    long bytes();
  }

  /**
   * Makes a loop without connections.
   *
   * @param warmUp seconds between the moment when all connections run and the measurement
   * @param measured seconds of the measurement
   */
  LoadLoop(long serverPid, int warmUp, int measured) {
    this.serverPid = serverPid;
    this.warmUp = TimeUnit.SECONDS.toNanos(warmUp);
    this.measured = TimeUnit.SECONDS.toNanos(measured);
  }

  LoadFigures run(int port, List<? extends Connection> connections) throws IOException {
    try (var selector = Selector.open()) {
      try {
        for (Connection connection : connections) {
          connect(selector, port, connection);
        }
        return run(selector, connections);
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
  }

  private LoadFigures run(Selector selector, List<? extends Connection> connections)
      throws IOException {
    awaitRunning(selector, connections);
    runFor(selector, warmUp);
    var before = now(connections);
    runFor(selector, measured);
    return between(before, now(connections));
  }

  private static void connect(Selector selector, int port, Connection connection)
      throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, connection);
    connection.begin(channel);
  }

  private void awaitRunning(Selector selector, List<? extends Connection> connections)
      throws IOException {
    long start = System.nanoTime();
    while (!connections.stream().allMatch(Connection::isRunning)) {
      if (System.nanoTime() - start > LONGEST_WAIT) {
        long running = connections.stream().filter(Connection::isRunning).count();
        throw new IOException(running + " of " + connections.size() + " connections run");
      }
      turn(selector);
    }
  }

  private void runFor(Selector selector, long nanos) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      turn(selector);
    }
  }

  private void turn(Selector selector) throws IOException {
    selector.select(this::ready, SELECT_MILLIS);
    for (Connection connection : read) {
      connection.send();
    }
    read.clear();
  }

  private void ready(SelectionKey key) {
    try {
      buffer.clear();
      int count = ((SocketChannel) key.channel()).read(buffer);
      if (count < 0) {
        throw new IOException("the server closed a connection");
      }
      var connection = (Connection) key.attachment();
      connection.received(buffer.flip());
      read.add(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoadFigures now(List<? extends Connection> connections) throws IOException {
    return new LoadFigures(
        System.nanoTime() / 1e9,
        connections.stream().mapToLong(Connection::operations).sum(),
        connections.stream().mapToLong(Connection::bytes).sum(),
        CpuTimes.of(serverPid).own(),
        CpuTimes.ofThisProcess().own());
  }

  private static LoadFigures between(LoadFigures before, LoadFigures after) {
    return new LoadFigures(
        after.seconds() - before.seconds(),
        after.operations() - before.operations(),
        after.bytes() - before.bytes(),
        after.serverCpu() - before.serverCpu(),
        after.loadCpu() - before.loadCpu());
  }
}
