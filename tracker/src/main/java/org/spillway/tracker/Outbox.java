package org.spillway.tracker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one socket to take them, as containers take one at a time. A peer that
 * does not read what it is sent loses its socket when {@value #MOST_BYTES} bytes wait. Safe for use
 * by many threads.
 */
final class Outbox {
  /** Some hundred offers. */
  static final int MOST_BYTES = 512 * 1024;

  private final WebSocketChannel channel;

  /** Guarded by {@code this}, as all below; absent while nothing waits, as is usual. */
  private @Nullable Deque<byte[]> waiting;

  private int bytes;
  private boolean isSending;
  private boolean isClosed;

  Outbox(WebSocketChannel channel) {
    this.channel = channel;
  }

  void send(byte[] message) {
    var first = enqueue(message);
    if (first != null) {
      drain(first);
    }
  }

  /** Returns the message if it can be sent at once. */
  private byte @Nullable [] enqueue(byte[] message) {
    synchronized (this) {
      if (isClosed) {
        return null;
      }
      if (!isSending) {
        isSending = true;
        return message;
      }
      bytes += message.length;
      if (bytes <= MOST_BYTES) {
        waiting = waiting == null ? new ArrayDeque<>(4) : waiting;
        waiting.add(message);
        return null;
      }
    }
    close();
    channel.close(WebSocketChannel.POLICY_VIOLATION, "messages are not read");
    return null;
  }

  /** In a loop, not by recursion, for as long as the channel takes each message at once. */
  private void drain(byte[] first) {
    byte[] message = first;
    while (message != null) {
      var turn = new Turn();
      channel.send(message, turn);
      message = turn.endOfCall() ? next() : null;
    }
  }

  private synchronized byte @Nullable [] next() {
    byte[] message = waiting == null ? null : waiting.poll();
    if (message == null) {
      isSending = false;
      waiting = null;
    } else {
      bytes -= message.length;
    }
    return message;
  }

  /** Nothing is sent any more. */
  synchronized void close() {
    isClosed = true;
    waiting = null;
  }

  /** Whether a message is on its way. */
  synchronized boolean isBusy() {
    return isSending;
  }

  /** One message: whoever comes second, its end or that of the call, goes on with the next. */
  private final class Turn implements Runnable {
    private boolean isFirstOver;

    /** The message was taken. */
    @Override
    public void run() {
      if (isSecond()) {
        var message = next();
        if (message != null) {
          drain(message);
        }
      }
    }

    /** Returns whether the message was taken within the call. */
    boolean endOfCall() {
      return isSecond();
    }

    private synchronized boolean isSecond() {
      boolean isSecond = isFirstOver;
      isFirstOver = true;
      return isSecond;
    }
  }
}
