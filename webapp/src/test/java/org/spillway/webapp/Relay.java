package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Passes TCP connections on to a server; remembers what the clients said and counts what they got.
 * Can do harm to a connection, as a bad line does.
 */
final class Relay implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final LongAdder passed = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final AtomicLong cutNext = new AtomicLong(NEVER);
  private final AtomicLong flipNext = new AtomicLong(NEVER);

  private Relay(ServerSocket listener) {
    this.listener = listener;
  }

  /** Takes a free port; connections wait until it is known where to they go. */
  static Relay open() throws IOException {
    return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  void start(int target) {
    threads.execute(() -> accept(new InetSocketAddress(loopback, target)));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts the next connection when its client has got so many bytes. */
  void cutNext(long bytes) {
    cutNext.set(bytes);
  }

  /** Flips the lowest bit of the byte at this offset of what the next connection's client gets. */
  void flipNext(long offset) {
    flipNext.set(offset);
  }

  /** Bytes that clients got. */
  long passed() {
    return passed.sum();
  }

  long connections() {
    return connections.sum();
  }

  /** What the clients said, line by line. */
  List<String> heard() {
    return heard.toString(ISO_8859_1).lines().toList();
  }

  void forget() {
    heard.reset();
    passed.reset();
    connections.reset();
  }

  private void accept(InetSocketAddress target) {
    while (!listener.isClosed()) {
      try {
        var client = opened(listener.accept());
        connections.increment();
        var server = opened(new Socket(target.getAddress(), target.getPort()));
        long cut = cutNext.getAndSet(NEVER);
        long flip = flipNext.getAndSet(NEVER);
        threads.execute(() -> pump(client, server, this::hear));
        threads.execute(() -> pump(server, client, new Line(cut, flip)));
      } catch (IOException e) {
        // Closed, or nobody is there: the clients see it.
      }
    }
  }

  private Socket opened(Socket socket) {
    open.add(socket);
    return socket;
  }

  /** What is done with bytes on their way. */
  private interface Watch {
    /**
     * @return how many of the bytes go on
     */
    int pass(byte[] bytes, int length);
  }

  private int hear(byte[] bytes, int length) {
    heard.write(bytes, 0, length);
    return length;
  }

  private final class Line implements Watch {
    private final long cut;
    private final long flip;
    private long at;

    Line(long cut, long flip) {
      this.cut = cut;
      this.flip = flip;
    }

    @Override
    public int pass(byte[] bytes, int length) {
      if (flip >= at && flip < at + length) {
        bytes[(int) (flip - at)] ^= 1;
      }
      int goesOn = (int) Math.min(length, cut - at);
      at += length;
      passed.add(goesOn);
      return goesOn;
    }
  }

  private void pump(Socket from, Socket to, Watch watch) {
    var bytes = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int goesOn;
      int length;
      do {
        length = in.read(bytes);
        goesOn = length < 0 ? -1 : watch.pass(bytes, length);
        out.write(bytes, 0, Math.max(0, goesOn));
      } while (length >= 0 && goesOn == length);
    } catch (IOException e) {
      // One side is gone; both are closed for it.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
