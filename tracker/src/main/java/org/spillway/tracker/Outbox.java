package org.spillway.tracker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Holds the messages that wait for one socket, because containers take one at a time. A peer that
 * does not read loses its socket when {@value #MOST_BYTES} bytes wait. Safe for use by many
 * threads.
 */
final class Outbox {
  /** The most bytes that wait, which is some hundred offers. */
  static final int MOST_BYTES = 512 * 1024;

  private final WebSocketChannel channel;

  /** Guarded by {@code this}, as all fields below. Null while nothing waits, which is usual. */
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

  /**
   * Sends messages as long as the channel takes each at once, in a loop rather than by recursion.
   */
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

  /** Drops the messages that wait; nothing is sent any more. */
  synchronized void close() {
    isClosed = true;
    waiting = null;
  }

  /** Returns whether a message is on its way. */
  synchronized boolean isBusy() {
    return isSending;
  }

  /**
   * The turn of one message. It ends twice, with the message and with the call; the second end goes
   * on with the next message.
   */
  private final class Turn implements Runnable {
    private boolean isFirstOver;

    /** Notes that the message was taken. */
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
