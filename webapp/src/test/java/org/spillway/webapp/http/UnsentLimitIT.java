package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class UnsentLimitIT {
  private static final int PORTION = 64 * 1024;
  private static final int RECEIVE_BUFFER = 4096;

  @Test
  void theSystemAcceptsLittleForClientsThatDoNotRead() throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(UnsentLimit.set(server)).isTrue();

      assertThat(acceptedAhead(server)).isBetween(100_000, 700_000);
    }
  }

  /** Returns how many bytes are accepted of a connection whose client reads none of them. */
  private static int acceptedAhead(ServerSocketChannel server) throws IOException {
    try (var client = SocketChannel.open()) {
      client.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      client.connect(server.getLocalAddress());
      try (var connection = server.accept()) {
        connection.configureBlocking(false);
        var portion = ByteBuffer.allocateDirect(PORTION);
        int accepted = 0;
        int written;
        while ((written = connection.write(portion.clear())) > 0) {
          accepted += written;
        }
        return accepted;
      }
    }
  }
}
