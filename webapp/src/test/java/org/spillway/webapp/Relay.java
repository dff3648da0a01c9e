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
import java.util.concurrent.atomic.LongAdder;

/**
 * Passes TCP connections on to a server; remembers what the clients said and counts what they got.
 * Can do harm, as a bad line does.
 */
final class Relay implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final LongAdder connections = new LongAdder();

  /** Bytes that clients got, of all connections and since ever; so are the places to do harm. */
  private long total;

  private long forgotten;
  private long cutAt = NEVER;
  private long flipAt = NEVER;

  private Relay(ServerSocket listener) {
    this.listener = listener;
  }

  /** Takes a free port; connections wait until it is known where they go. */
  static Relay open() throws IOException {
    return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  void start(int target) {
    threads.execute(() -> accept(new InetSocketAddress(loopback, target)));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts the connection whose client gets the byte after so many. */
  synchronized void cutAfter(long bytes) {
    cutAt = total + bytes;
  }

  /** Flips the lowest bit of the byte that comes after so many. */
  synchronized void flipAfter(long bytes) {
    flipAt = total + bytes;
  }

  /** Bytes that clients got. */
  synchronized long passed() {
    return total - forgotten;
  }

  long connections() {
    return connections.sum();
  }

  /** What the clients said, line by line. */
  List<String> heard() {
    return heard.toString(ISO_8859_1).lines().toList();
  }

  synchronized void forget() {
    heard.reset();
    connections.reset();
    forgotten = total;
  }

  private void accept(InetSocketAddress target) {
    while (!listener.isClosed()) {
      try {
        var client = opened(listener.accept());
        connections.increment();
        var server = opened(new Socket(target.getAddress(), target.getPort()));
        threads.execute(() -> pump(client, server, this::hear));
        threads.execute(() -> pump(server, client, this::tell));
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

  private synchronized int tell(byte[] bytes, int length) {
    if (flipAt < total + length) {
      bytes[(int) (flipAt - total)] ^= 1;
      flipAt = NEVER;
    }
    int goesOn = (int) Math.min(length, cutAt - total);
    if (goesOn < length) {
      cutAt = NEVER;
    }
    total += goesOn;
    return goesOn;
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
