package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections of an attack, from some addresses of the loopback network. */
final class Sockets implements AutoCloseable {
  private final List<SocketChannel> open = new ArrayList<>();

  /**
   * Opens a connection that does not block from then on.
   *
   * @param address the last number of the address that it comes from
   * @param receiveBuffer in bytes
   */
  SocketChannel open(InetSocketAddress server, int address, int receiveBuffer) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    channel.bind(new InetSocketAddress(loopback(address), 0));
    channel.connect(server);
    channel.configureBlocking(false);
    open.add(channel);
    return channel;
  }

  /** Returns an address of 127.0.0.0/24. */
  static InetAddress loopback(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  List<SocketChannel> all() {
    return open;
  }

  /** Sends what the connection takes now; a server may have closed it, which is its right. */
  static void send(SocketChannel channel, ByteBuffer bytes) {
    try {
      channel.write(bytes);
    } catch (IOException e) {
      bytes.position(bytes.limit());
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
