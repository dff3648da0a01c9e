package org.spillway.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds ports for programs that cannot take a free one, or do not say which they took. */
public final class FreePort {
  /** Below those that systems give to whoever asks for any: nobody gets one of these by chance. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;

  private static final AtomicInteger next = new AtomicInteger(new Random().nextInt(COUNT));

  private FreePort() {}

  /** Finds a port of loopback that is free for TCP and UDP at the moment; another one each time. */
  public static int find() throws IOException {
    int port = take();
    while (!isFree(port)) {
      port = take();
    }
    return port;
  }

  private static int take() {
    return FIRST + next.getAndIncrement() % COUNT;
  }

  private static boolean isFree(int port) throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    try (var tcp = new ServerSocket(port, 1, loopback);
        var udp = new DatagramSocket(port, loopback)) {
      return tcp.isBound() && udp.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
