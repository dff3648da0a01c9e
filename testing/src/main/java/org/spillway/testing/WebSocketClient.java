package org.spillway.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A WebSocket of a test, which waits for each message. Answers pings, as every client does. */
public final class WebSocketClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Listener listener = new Listener();
  private final WebSocket socket;

  /** Returns when the socket is open. */
  public WebSocketClient(HttpClient client, URI uri) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Origin", "https://elsewhere.example")
            .buildAsync(uri, listener)
            .join();
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends a part of a message. */
  public void sendPart(String text, boolean isLast) {
    socket.sendText(text, isLast).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  public void ping() {
    socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
  }

  /**
   * Returns the next message; {@code pong} for a pong, and {@code closed} with the status when the
   * server closed the socket or broke it.
   */
  public String next() throws InterruptedException {
    var message = listener.heard.poll(PATIENCE.toNanos(), NANOSECONDS);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE);
    }
    return message;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
      heard.add("pong");
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed " + status);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
      heard.add("closed " + cause);
    }
  }
}
