package org.spillway.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs readers that read no more than a given number of bytes a second each. Prints a line when all
 * read, and a line with figures after each interval, in which the operations are the bytes of the
 * slowest reader.
 */
final class PacedLoad {
  /** The index of the first argument that is an interval. */
  private static final int TIMES = 5;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * The most time for which a reader catches up, in seconds; after a longer pause the rest is lost.
   */
  private static final double MOST_BEHIND = 0.25;

  /**
   * The size of the receive buffer, in bytes. It is small, so that the kernel does not read ahead.
   */
  private static final int RECEIVE_BUFFER = 64 * 1024;

  private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(256 * 1024);

  private final SocketChannel channel;
  private final AnswerReader answer = new AnswerReader();
  private double budget;

  private PacedLoad(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Runs the readers.
   *
   * @param arguments process id and port of the server, target, number of readers, bytes a second,
   *     and the intervals in seconds
   */
  public static void main(String[] arguments) throws IOException {
    long pid = Long.parseLong(arguments[0]);
    var request = ByteBuffer.wrap(HttpLoad.request(arguments[2], SmallFile.PLAIN));
    double rate = Double.parseDouble(arguments[4]);
    List<PacedLoad> readers = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      readers.add(open(Integer.parseInt(arguments[1]), request.rewind()));
    }
    while (readers.stream().anyMatch(reader -> reader.answer.bytes() == 0)) {
      read(readers, rate, TICK);
    }
    System.out.println("all read");
    for (String seconds : List.of(arguments).subList(TIMES, arguments.length)) {
      System.out.println(measure(pid, readers, rate, Integer.parseInt(seconds)).toLine());
    }
  }

  private static PacedLoad open(int port, ByteBuffer request) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    channel.configureBlocking(false);
    return new PacedLoad(channel);
  }

  private static LoadFigures measure(long pid, List<PacedLoad> readers, double rate, int seconds)
      throws IOException {
    long[] bytes = readers.stream().mapToLong(reader -> reader.answer.bytes()).toArray();
    double serverCpu = CpuTimes.of(pid).own();
    double loadCpu = CpuTimes.ofThisProcess().own();
    long start = System.nanoTime();
    read(readers, rate, TimeUnit.SECONDS.toNanos(seconds));
    double elapsed = (System.nanoTime() - start) / 1e9;
    long slowest = Long.MAX_VALUE;
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      long got = readers.get(i).answer.bytes() - bytes[i];
      slowest = Math.min(slowest, got);
      sum += got;
    }
    return new LoadFigures(
        elapsed,
        slowest,
        sum,
        CpuTimes.of(pid).own() - serverCpu,
        CpuTimes.ofThisProcess().own() - loadCpu);
  }

  private static void read(List<PacedLoad> readers, double rate, long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    long last = System.nanoTime();
    while (last < end) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      for (PacedLoad reader : readers) {
        reader.read(rate, (now - last) / 1e9);
      }
      last = now;
    }
  }

  private void read(double rate, double seconds) throws IOException {
    budget = Math.min(budget + rate * seconds, rate * MOST_BEHIND);
    BUFFER.clear().limit((int) Math.min(BUFFER.capacity(), budget));
    if (!BUFFER.hasRemaining()) {
      return;
    }
    int count = channel.read(BUFFER);
    if (count < 0) {
      throw new IOException("the server closed a connection");
    }
    budget -= count;
    answer.read(BUFFER.flip());
  }
}
