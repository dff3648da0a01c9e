package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that asks again as soon as some of an answer has come; it comes back if closed. */
final class Pipeline {
  private final Target target;
  private final Sockets sockets;
  private final int address;
  private final ByteBuffer read = ByteBuffer.allocate(256 * 1024);
  private SocketChannel channel;

  Pipeline(Target target, Sockets sockets, int address) throws IOException {
    this.target = target;
    this.sockets = sockets;
    this.address = address;
    this.channel = connect();
  }

  private SocketChannel connect() throws IOException {
    return sockets.open(target.httpAddress(), address, read.capacity());
  }

  void send(ByteBuffer request) {
    Sockets.send(channel, request);
  }

  /** Returns whether something has come since the last call, or the connection is a new one. */
  boolean isReady() throws IOException {
    try {
      int count = channel.read(read.clear());
      if (count >= 0) {
        return count > 0;
      }
    } catch (IOException e) {
      // It is closed, as at the end of the stream.
    }
    sockets.all().remove(channel);
    channel.close();
    channel = connect();
    return true;
  }
}
