package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for one file again and again; each connection waits for the answer, and is kept. */
final class HttpLoad implements LoadLoop.Connection {
  /** The separator between the words of a line. */
  static final String SEPARATOR = "\t";

  /** The number of words before the fields of the request. */
  private static final int FIELDS = 6;

  private final AnswerReader answers = new AnswerReader();
  private final ByteBuffer request;
  private @Nullable SocketChannel channel;
  private boolean due;

  private HttpLoad(byte[] request) {
    this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
  }

  /**
   * Reads a task from each line of the input, and answers it with a line of figures. A task has the
   * process id and port of the server, target, connections, warm-up, seconds, and the lines of the
   * request's head.
   */
  public static void main(String[] arguments) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(load(List.of(line.split(SEPARATOR, -1))).toLine());
    }
  }

  private static LoadFigures load(List<String> words) throws IOException {
    byte[] request = request(words.get(2), words.subList(FIELDS, words.size()));
    List<HttpLoad> connections = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words.get(3)); i++) {
      connections.add(new HttpLoad(request));
    }
    var loop =
        new LoadLoop(
            Long.parseLong(words.get(0)),
            Integer.parseInt(words.get(4)),
            Integer.parseInt(words.get(5)));
    return loop.run(Integer.parseInt(words.get(1)), connections);
  }

  /** Returns the bytes of a GET. */
  static byte[] request(String target, List<String> fields) {
    var text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    fields.forEach(field -> text.append(field).append("\r\n"));
    return text.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  @Override
  public void begin(SocketChannel channel) throws IOException {
    this.channel = channel;
    due = true;
    send();
  }

  @Override
  public void received(ByteBuffer in) throws IOException {
    due = answers.read(in);
    if (in.hasRemaining()) {
      throw new IOException(in.remaining() + " bytes behind the answer");
    }
  }

  @Override
  public void send() throws IOException {
    if (due) {
      request.rewind();
      while (channel != null && request.hasRemaining()) {
        channel.write(request);
      }
      due = false;
    }
  }

  @Override
  public boolean isRunning() {
    return answers.bytes() > 0;
  }

  @Override
  public long operations() {
    return answers.answers();
  }

  @Override
  public long bytes() {
    return answers.bytes();
  }
}
