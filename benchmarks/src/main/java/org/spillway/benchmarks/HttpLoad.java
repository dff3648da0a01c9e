package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for one file again and again; each connection waits for the answer, and is kept. */
final class HttpLoad implements LoadLoop.Connection {
  private static final String LENGTH = "\r\nContent-Length: ";
  private static final int LONGEST_HEAD = 4 * 1024;

  private final ByteBuffer request;
  private final byte[] head = new byte[LONGEST_HEAD];
  private @Nullable SocketChannel channel;
  private int headLength;

  /** Bytes of the body that are still to come; 0 while the head is read. */
  private long left;

  private long operations;
  private long bytes;

  private HttpLoad(String target) {
    String text = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n";
    request = ByteBuffer.allocateDirect(text.length()).put(text.getBytes(ISO_8859_1)).flip();
  }

  /** Arguments: process id and port of the server, target, connections, warm-up, seconds. */
  public static void main(String[] arguments) throws IOException {
    List<HttpLoad> connections = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      connections.add(new HttpLoad(arguments[2]));
    }
    var loop =
        new LoadLoop(
            Long.parseLong(arguments[0]),
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
    System.out.println(loop.run(Integer.parseInt(arguments[1]), connections).toLine());
  }

  @Override
  public void begin(SocketChannel channel) throws IOException {
    this.channel = channel;
    ask();
  }

  private void ask() throws IOException {
    request.rewind();
    while (channel != null && request.hasRemaining()) {
      channel.write(request);
    }
  }

  @Override
  public void received(ByteBuffer in) throws IOException {
    if (left == 0) {
      readHead(in);
    }
    int count = (int) Math.min(left, in.remaining());
    in.position(in.position() + count);
    left -= count;
    bytes += count;
    if (left == 0 && headLength == 0) {
      operations++;
      ask();
    }
  }

  /** The head is kept until its last byte has come, then forgotten. */
  private void readHead(ByteBuffer in) throws IOException {
    int from = headLength;
    int count = Math.min(in.remaining(), head.length - headLength);
    in.get(in.position(), head, headLength, count);
    headLength += count;
    String text = new String(head, 0, headLength, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      in.position(in.limit());
      return;
    }
    in.position(in.position() + end + 4 - from);
    headLength = 0;
    left = bodyLength(text);
  }

  private static long bodyLength(String head) throws IOException {
    int at = head.indexOf(LENGTH);
    if (!head.startsWith("HTTP/1.1 200 ") || at < 0) {
      throw new IOException("200 with Content-Length is expected: " + head);
    }
    int start = at + LENGTH.length();
    return Long.parseLong(head, start, head.indexOf('\r', start), 10);
  }

  @Override
  public boolean isRunning() {
    return operations > 0;
  }

  @Override
  public long operations() {
    return operations;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
