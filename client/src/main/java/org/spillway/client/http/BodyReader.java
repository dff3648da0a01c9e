package org.spillway.client.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.RateLimiter;

/**
 * Reads the body of a response while it arrives, and gives up when the server falls silent. One
 * thread reads and closes.
 */
public final class BodyReader implements Closeable {
  /** The lowest rate at which a document may arrive, in bytes a second. */
  private static final int SLOWEST = 1024;

  private final Content.Source source;
  private final Runnable abort;
  private final Duration readTimeout;
  private final RateLimiter rate;
  private final LongSupplier nanoTime;
  private final Semaphore more = new Semaphore(0);
  private Content.@Nullable Chunk chunk;
  private boolean ended;

  /**
   * @param abort gives up the connection
   * @param rate limits how fast bodies are read
   * @param nanoTime as {@link System#nanoTime}
   */
  BodyReader(
      Content.Source source,
      Runnable abort,
      Duration readTimeout,
      RateLimiter rate,
      LongSupplier nanoTime) {
    this.source = source;
    this.abort = abort;
    this.readTimeout = readTimeout;
    this.rate = rate;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the next bytes, at least one.
   *
   * @return the buffer they are in, which is valid until the next call, or null at the end
   * @throws SocketTimeoutException after the read timeout without a byte
   */
  public @Nullable ByteBuffer next() throws IOException, InterruptedException {
    while (!ended) {
      if (chunk != null && chunk.hasRemaining()) {
        return chunk.getByteBuffer();
      }
      take();
    }
    return null;
  }

  private void take() throws IOException, InterruptedException {
    boolean wasLast = chunk != null && chunk.isLast();
    release();
    if (wasLast) {
      ended = true;
      return;
    }
    chunk = source.read();
    if (chunk == null) {
      await();
    } else if (Content.Chunk.isFailure(chunk)) {
      throw Causes.unwrap(chunk.getFailure());
    } else {
      awaitTurn(chunk.remaining());
    }
  }

  /** Waits until so many bytes may have come; meanwhile the server's own window fills up. */
  private void awaitTurn(int bytes) throws InterruptedException {
    var turn = rate.reserve(bytes);
    for (long delay = turn.delay(); delay > 0; delay = turn.delay()) {
      TimeUnit.NANOSECONDS.sleep(delay);
    }
  }

  private void await() throws IOException, InterruptedException {
    source.demand(more::release);
    if (!more.tryAcquire(readTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new SocketTimeoutException("no more data came for " + readTimeout);
    }
  }

  private void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }

  /**
   * Reads at least one byte.
   *
   * @return the number of bytes read, or −1 at the end
   * @throws SocketTimeoutException after the read timeout without a byte
   */
  public int read(byte[] into, int offset, int count) throws IOException, InterruptedException {
    ByteBuffer buffer = next();
    if (buffer == null) {
      return -1;
    }
    int length = Math.min(count, buffer.remaining());
    buffer.get(into, offset, length);
    return length;
  }

  /**
   * Reads the whole body.
   *
   * @throws SocketTimeoutException if it arrives slower than {@link #SLOWEST} once the read timeout
   *     is over: a server that sends a byte now and then would keep us for ever
   * @throws IOException if it is longer than {@code limit} bytes
   */
  public byte[] readAll(int limit) throws IOException, InterruptedException {
    var all = new ByteArrayOutputStream();
    byte[] bytes = new byte[16 * 1024];
    long start = nanoTime.getAsLong();
    for (int read = read(bytes, 0, bytes.length); read >= 0; ) {
      all.write(bytes, 0, read);
      if (all.size() > limit) {
        throw new IOException("the answer has more than " + limit + " bytes");
      }
      var patience = readTimeout.plusSeconds(all.size() / SLOWEST);
      if (nanoTime.getAsLong() - start > patience.toNanos()) {
        throw new SocketTimeoutException("the answer is not complete after " + patience);
      }
      read = read(bytes, 0, bytes.length);
    }
    return all.toByteArray();
  }

  /** Gives up the connection if the body has not been read to its end. */
  @Override
  public void close() {
    boolean isComplete =
        ended || (chunk != null && chunk.isLast() && !Content.Chunk.isFailure(chunk));
    release();
    if (!isComplete) {
      ended = true;
      abort.run();
    }
  }
}
