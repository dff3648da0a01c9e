package org.spillway.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens connections that ask once and then stay open. Prints a line when all are there, and ends
 * with standard input.
 */
final class IdleLoad {
  private static final int BUFFER = 64 * 1024;

  private IdleLoad() {}

  /**
   * Opens the connections.
   *
   * @param arguments the port of the server, the target, the number of connections, and the lines
   *     of the request's head
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    var words = List.of(arguments);
    var request = ByteBuffer.wrap(HttpLoad.request(words.get(1), words.subList(3, words.size())));
    var buffer = ByteBuffer.allocateDirect(BUFFER);
    List<SocketChannel> channels = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      channels.add(ask(port, request.rewind(), buffer));
    }
    System.out.println(channels.size());
    while (System.in.read() >= 0) {
      // The connections stay open meanwhile.
    }
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  private static SocketChannel ask(int port, ByteBuffer request, ByteBuffer buffer)
      throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    // A reset at the end frees the port at once.
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    while (request.hasRemaining()) {
      channel.write(request);
    }
    var answer = new AnswerReader();
    do {
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("the server closed a connection");
      }
    } while (!answer.read(buffer.flip()));
    return channel;
  }
}
