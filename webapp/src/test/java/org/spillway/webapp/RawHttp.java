package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A client of HTTP/1.1 that sends whatever a test likes, byte for byte. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE = (int) Duration.ofSeconds(30).toMillis();

  private final Socket socket;
  private final InputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param body the body, whose end the head tells by its length, in chunks, or by the connection
   */
  public record Answer(int status, String head, String body) {

    public boolean closes() {
      return head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }
  }

  public static RawHttp connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    return new RawHttp(socket);
  }

  /**
   * @param text its chars are bytes
   */
  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** The same from a client that does not mind if nobody listens any more. */
  public void sendAnyway(String text) throws IOException {
    try {
      send(text);
    } catch (SocketException e) {
      // What was answered before can still be read.
    }
  }

  public void shutDownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Gone without a word, as a client is that crashed. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /**
   * @return absent if the server has closed
   */
  public Optional<Answer> read() throws IOException {
    return read(false);
  }

  /** The answer to a HEAD, whose body is not sent. */
  public Optional<Answer> readHead() throws IOException {
    return read(true);
  }

  private Optional<Answer> read(boolean headOnly) throws IOException {
    String head = readHeadText();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    int status = Integer.parseInt(head.substring(9, 12));
    boolean none = headOnly || status == 204 || status == 304;
    return Optional.of(new Answer(status, head, none ? "" : readBody(head)));
  }

  private String readHeadText() throws IOException {
    var head = new StringBuilder();
    try {
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return head.toString();
        }
        head.append((char) next);
      }
      return head.toString();
    } catch (SocketException e) {
      return head.toString();
    }
  }

  private String readBody(String head) throws IOException {
    var lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int end = lower.indexOf("\r\n", at + 2);
      String length = lower.substring(lower.indexOf(':', at) + 1, end).strip();
      return new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
    }
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      return readChunks();
    }
    return readToEnd();
  }

  private String readChunks() throws IOException {
    var body = new StringBuilder();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.append(new String(in.readNBytes(size), ISO_8859_1));
      readLine();
    }
    readLine();
    return body.toString();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(readLine().split(";", -1)[0].strip(), 16);
  }

  private String readLine() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** The next bytes, as they come: at most so many, none at the end. */
  public String read(int most) throws IOException {
    byte[] bytes = new byte[most];
    int count = in.read(bytes);
    return new String(bytes, 0, Math.max(0, count), ISO_8859_1);
  }

  /** All there is until the server closes, or resets. */
  public String readToEnd() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException e) {
      // This is as good as an end.
    }
    return all.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
