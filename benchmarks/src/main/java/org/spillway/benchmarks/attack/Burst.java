package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** 1,000 clients connect at once, ask for the head of a file, leave, and come again. */
final class Burst implements Attack {
  private static final int CLIENTS = 1_000;
  private static final int ADDRESSES = 20;
  private static final int BUFFER = 64 * 1024;

  private final Target target;
  private final ByteBuffer request;
  private final ByteBuffer read = ByteBuffer.allocate(BUFFER);
  private final Selector selector = Selector.open();

  Burst(Target target) throws IOException {
    this.target = target;
    String text =
        "HEAD %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(target.file());
    this.request = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      var channel = SocketChannel.open();
      channel.bind(new InetSocketAddress(Sockets.loopback(2 + i % ADDRESSES), 0));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT);
      channel.connect(target.httpAddress());
    }
  }

  @Override
  public void goOn() throws IOException {
    selector.select(this::ready, 1);
    if (selector.keys().isEmpty()) {
      begin();
    }
  }

  private void ready(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        channel.write(request.rewind());
        key.interestOps(SelectionKey.OP_READ);
      } else if (key.isReadable() && channel.read(read.clear()) < 0) {
        channel.close();
      }
    } catch (IOException e) {
      close(channel);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // A connection that is being left needs nothing more.
    }
  }

  @Override
  public void close() throws IOException {
    selector.keys().forEach(key -> close((SocketChannel) key.channel()));
    selector.close();
  }
}
