package org.spillway.client;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a response while it arrives. Unlike the JDK's input stream, it gives up when
 * the server falls silent. One thread reads; any thread may close.
 */
final class BodyReader implements BodySubscriber<BodyReader>, Closeable {
  /** The lowest rate at which a document may arrive, in bytes a second. */
  private static final int SLOWEST = 1024;

  private final Duration readTimeout;
  private final LongSupplier nanoTime;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private boolean closed;
  private boolean ended;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  BodyReader(Duration readTimeout, LongSupplier nanoTime) {
    this.readTimeout = readTimeout;
    this.nanoTime = nanoTime;
  }

  private sealed interface Event {}

  private record Bytes(List<ByteBuffer> buffers) implements Event {}

  private record End() implements Event {}

  private record Failure(Throwable cause) implements Event {}

  @Override
  public CompletionStage<BodyReader> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (closed) {
      newSubscription.cancel();
    } else {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    events.add(new Bytes(item));
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Failure(cause));
  }

  @Override
  public void onComplete() {
    events.add(new End());
  }

  /**
   * Reads at least one byte.
   *
   * @return the number of bytes read, or −1 at the end
   * @throws HttpTimeoutException after the read timeout without a byte
   */
  int read(byte[] into, int offset, int count) throws IOException, InterruptedException {
    while (!ended && buffers.isEmpty()) {
      accept(next());
    }
    if (buffers.isEmpty()) {
      return -1;
    }
    ByteBuffer buffer = buffers.element();
    int length = Math.min(count, buffer.remaining());
    buffer.get(into, offset, length);
    if (!buffer.hasRemaining()) {
      buffers.remove();
    }
    return length;
  }

  private Event next() throws IOException, InterruptedException {
    Event event = events.poll(readTimeout.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      throw new HttpTimeoutException("no more data came for " + readTimeout);
    }
    return event;
  }

  private void accept(Event event) throws IOException {
    if (event instanceof Failure failure) {
      throw new IOException(failure.cause().getMessage(), failure.cause());
    }
    if (event instanceof Bytes bytes) {
      bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
      requestMore();
    } else {
      ended = true;
    }
  }

  private synchronized void requestMore() {
    if (subscription != null && !closed) {
      subscription.request(1);
    }
  }

  /**
   * Fills the array from its start, unless the body ends before. Returns the number of bytes read.
   */
  int readFully(byte[] into) throws IOException, InterruptedException {
    int at = 0;
    while (at < into.length) {
      int read = read(into, at, into.length - at);
      if (read < 0) {
        return at;
      }
      at += read;
    }
    return at;
  }

  /**
   * Reads the whole body.
   *
   * @throws HttpTimeoutException if it arrives slower than {@link #SLOWEST} once the read timeout
   *     is over: a server that sends a byte now and then would keep us for ever
   * @throws IOException if it is longer than {@code limit} bytes
   */
  byte[] readAll(int limit) throws IOException, InterruptedException {
    var all = new ByteArrayOutputStream();
    byte[] chunk = new byte[16 * 1024];
    long start = nanoTime.getAsLong();
    for (int read = read(chunk, 0, chunk.length); read >= 0; ) {
      all.write(chunk, 0, read);
      if (all.size() > limit) {
        throw new IOException("the answer has more than " + limit + " bytes");
      }
      var patience = readTimeout.plusSeconds(all.size() / SLOWEST);
      if (nanoTime.getAsLong() - start > patience.toNanos()) {
        throw new HttpTimeoutException("the answer is not complete after " + patience);
      }
      read = read(chunk, 0, chunk.length);
    }
    return all.toByteArray();
  }

  /** Gives up the connection if the body has not been read to its end. */
  @Override
  public synchronized void close() {
    closed = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
