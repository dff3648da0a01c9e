package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps what is sent. Takes each message at once, or when told. */
final class FakeChannel implements WebSocketChannel {
  final Deque<String> sent = new ArrayDeque<>();
  final List<Integer> closed = new ArrayList<>();
  final Deque<Runnable> untaken = new ArrayDeque<>();
  int pings;
  boolean isSlow;

  @Override
  public void send(byte[] utf8, Runnable taken) {
    sent.add(new String(utf8, UTF_8));
    if (isSlow) {
      untaken.add(taken);
    } else {
      taken.run();
    }
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void close(int status, String reason) {
    closed.add(status);
  }
}
