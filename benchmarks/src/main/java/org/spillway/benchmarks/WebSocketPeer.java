package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The WebSocket of one browser to a tracker, in the few forms of RFC 6455 that trackers send. */
final class WebSocketPeer {
  private static final byte TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;
  private static final int MASK_LENGTH = 4;
  private static final int TWO_BYTES = 126;
  private static final int LARGEST_HEAD = 4;

  private static final String HANDSHAKE =
      """
      GET /announce HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Origin: https://example.org\r
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
      \r
      """;

  private final SocketChannel channel;

  /** The bytes of a message whose end has not come, beginning at the buffer's position. */
  private ByteBuffer unread = ByteBuffer.allocate(0);

  private WebSocketPeer(SocketChannel channel) {
    this.channel = channel;
  }

  /** Opens a WebSocket, and returns when the server has agreed. */
  static WebSocketPeer open(int port) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    // A reset at the end frees the port at once.
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    writeAll(channel, ByteBuffer.wrap(HANDSHAKE.getBytes(UTF_8)));
    var answer = ByteBuffer.allocate(4096);
    do {
      if (channel.read(answer) < 0) {
        throw new IOException("the server closed a connection");
      }
    } while (!new String(answer.array(), 0, answer.position(), UTF_8).endsWith("\r\n\r\n"));
    return new WebSocketPeer(channel);
  }

  private static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  SocketChannel channel() {
    return channel;
  }

  /** Sends a text with a mask of zeros, which saves only the work of masking. */
  void send(String text) throws IOException {
    byte[] payload = text.getBytes(UTF_8);
    var frame = ByteBuffer.allocate(LARGEST_HEAD + MASK_LENGTH + payload.length);
    frame.put(TEXT);
    if (payload.length < TWO_BYTES) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
    }
    writeAll(channel, frame.putInt(0).put(payload).flip());
  }

  /** Handles a message. */
  interface Receiver {
    void receive(String text) throws IOException;
  }

  /**
   * Reads the bytes that have come.
   *
   * @param buffer a buffer for this call, with room for more than a message
   */
  void read(ByteBuffer buffer, Receiver receiver) throws IOException {
    buffer.clear().put(unread);
    if (channel.read(buffer) < 0) {
      throw new IOException("the server closed a WebSocket");
    }
    buffer.flip();
    while (hasMessage(buffer)) {
      boolean isText = buffer.get() == TEXT;
      byte[] payload = new byte[length(buffer)];
      buffer.get(payload);
      if (isText) {
        receiver.receive(new String(payload, UTF_8));
      }
    }
    unread = buffer.hasRemaining() ? copy(buffer) : ByteBuffer.allocate(0);
  }

  private static boolean hasMessage(ByteBuffer buffer) {
    if (buffer.remaining() < LARGEST_HEAD) {
      return buffer.remaining() >= 2 && buffer.get(buffer.position() + 1) == 0;
    }
    int at = buffer.position();
    int length = buffer.get(at + 1);
    return length < TWO_BYTES
        ? buffer.remaining() >= 2 + length
        : buffer.remaining() >= LARGEST_HEAD + (buffer.getShort(at + 2) & 0xffff);
  }

  private static int length(ByteBuffer buffer) {
    int length = buffer.get();
    return length < TWO_BYTES ? length : buffer.getShort() & 0xffff;
  }

  private static ByteBuffer copy(ByteBuffer buffer) {
    return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
  }
}
