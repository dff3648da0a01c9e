package org.spillway.webapp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** For programs that cannot take a free port by themselves, or do not say which they took. */
public final class FreePort {
  /** Below those that systems give to whoever asks for any: nobody gets one of these by chance. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;

  private static final AtomicInteger next = new AtomicInteger(new Random().nextInt(COUNT));

  private FreePort() {}

  /** A TCP port of loopback that nobody listens on at the moment; another one each time. */
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
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException e) {
      return false;
    }
  }
}
