package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that asks for a file many times over one connection, and takes nothing of it. When the
 * server ends a request, it asks again.
 */
final class StalledClient implements AutoCloseable {
  static final int STREAMS = 128;

  private static final int LEAST_BUFFER = 2048;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /** The first byte of a head with the status 200 (RFC 7541, appendix A). */
  private static final int OK = 0x88;

  private final Socket socket;
  private final AtomicInteger asked = new AtomicInteger();
  private int nextStream = 1;

  private StalledClient(Socket socket) {
    this.socket = socket;
  }

  private static Socket connect(String from, int port, int receiveBuffer) throws IOException {
    var socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  /** Speaks HTTP/2, with the window of each stream closed. */
  static StalledClient withoutWindow(String from, int port, String path) throws IOException {
    var client = new StalledClient(connect(from, port, 0));
    client.begin(path, 0);
    var reader = new Thread(() -> client.read(path), "stalled-client");
    reader.setDaemon(true);
    reader.start();
    return client;
  }

  /** Speaks HTTP/2 with large windows, and reads nothing from its connection. */
  static StalledClient withoutReading(String from, int port, String path) throws IOException {
    var client = new StalledClient(connect(from, port, LEAST_BUFFER));
    client.begin(path, Integer.MAX_VALUE);
    return client;
  }

  /** Speaks HTTP/1.1 with a receive window of a few KiB, and reads nothing. */
  static StalledClient withSmallWindow(String from, int port, String path) throws IOException {
    var client = new StalledClient(connect(from, port, LEAST_BUFFER));
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.socket.getOutputStream().write(request.getBytes(US_ASCII));
    client.asked.incrementAndGet();
    return client;
  }

  /** Returns how many requests it has sent. */
  int asked() {
    return asked.get();
  }

  private void begin(String path, int window) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    byte[] initialWindow = ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array();
    out.writeBytes(frame(SETTINGS, 0, 0, initialWindow));
    for (int i = 0; i < STREAMS; i++) {
      out.writeBytes(request(path));
    }
    socket.getOutputStream().write(out.toByteArray());
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putShort((short) (payload.length >> 8))
        .put((byte) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private byte[] request(String path) {
    var block = new ByteArrayOutputStream();
    // GET, http, and literals for the path and the authority.
    block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x86, 4, (byte) path.length()});
    block.writeBytes(path.getBytes(US_ASCII));
    block.writeBytes(new byte[] {1, 1, 'a'});
    int stream = nextStream;
    nextStream += 2;
    asked.incrementAndGet();
    return frame(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
  }

  private void read(String path) {
    try (var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      while (!socket.isClosed()) {
        int length = (in.readUnsignedShort() << 8) + in.readUnsignedByte();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        answer(type, flags, stream, in.readNBytes(length), path);
      }
    } catch (IOException e) {
      // The server has ended the connection, or the test has.
    }
  }

  private void answer(int type, int flags, int stream, byte[] payload, String path)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    boolean isEnd = (flags & END_STREAM) != 0;
    if (type == SETTINGS && (flags & ACK) == 0) {
      out.write(frame(SETTINGS, ACK, 0, new byte[0]));
    } else if (type == PING && (flags & ACK) == 0) {
      out.write(frame(PING, ACK, 0, payload));
    } else if (type == RESET || (isEnd && (type == DATA || type == HEADERS))) {
      again(out, path);
    } else if (type == HEADERS && (payload[0] & 0xff) != OK) {
      // It was refused: another attempt may be more successful.
      out.write(frame(RESET, 0, stream, new byte[] {0, 0, 0, 8}));
      again(out, path);
    }
  }

  private void again(OutputStream out, String path) throws IOException {
    out.write(request(path));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
