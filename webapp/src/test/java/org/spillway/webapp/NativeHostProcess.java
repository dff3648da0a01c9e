package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A native messaging host in a process of its own, with the test in the place of the browser. */
final class NativeHostProcess implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(3);

  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final Thread reader;
  private volatile String broken = "";

  private NativeHostProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "messages of the host");
    this.reader.start();
  }

  static NativeHostProcess start(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    return new NativeHostProcess(process.start());
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      while (true) {
        byte[] head = in.readNBytes(4);
        if (head.length == 0) {
          return;
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder()).getInt();
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
          throw new EOFException("within a message");
        }
        messages.add(json.readTree(body));
      }
    } catch (IOException e) {
      broken = e.toString();
    }
  }

  /** What was wrong with the output, if anything: all of it must be messages. */
  String broken() {
    return broken;
  }

  void send(String message) throws IOException {
    byte[] bytes = message.getBytes(UTF_8);
    var framed = ByteBuffer.allocate(4 + bytes.length).order(ByteOrder.nativeOrder());
    sendBytes(framed.putInt(bytes.length).put(bytes).array());
  }

  /** Whatever the bytes are. */
  void sendBytes(byte[] bytes) throws IOException {
    process.getOutputStream().write(bytes);
    process.getOutputStream().flush();
  }

  /** The next message that is as wished; those before it are dropped. */
  JsonNode await(Predicate<JsonNode> wish) throws InterruptedException {
    long deadline = System.nanoTime() + MOST.toNanos();
    JsonNode last = json.nullNode();
    while (true) {
      var next = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("no such message within " + MOST + "; the last was " + last);
      }
      if (wish.test(next)) {
        return next;
      }
      last = next;
    }
  }

  JsonNode await(String type) throws InterruptedException {
    return await(message -> message.path("type").asText().equals(type));
  }

  /** The state of a download as soon as it is in this phase. */
  JsonNode awaitPhase(String id, String phase) throws InterruptedException {
    return awaitState(id, state -> state.path("phase").asText().equals(phase));
  }

  JsonNode awaitState(String id, Predicate<JsonNode> wish) throws InterruptedException {
    return await(
            message -> {
              var state = message.path("download");
              return state.path("id").asText().equals(id) && wish.test(state);
            })
        .path("download");
  }

  /** A browser that ends does this. */
  void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /**
   * @return the exit code
   */
  int awaitEnd(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the host did not end within " + most);
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
