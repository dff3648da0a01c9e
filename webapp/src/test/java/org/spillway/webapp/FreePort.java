package org.spillway.webapp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For programs that cannot take a free port by themselves, or do not say which they took. */
final class FreePort {
  private FreePort() {}

  /** A TCP port of loopback that nobody listens on at the moment. */
  static int find() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
