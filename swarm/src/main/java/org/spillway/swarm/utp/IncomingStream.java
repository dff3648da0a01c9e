package org.spillway.swarm.utp;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** Puts what a connection receives in order, and hands it over up to its end. */
final class IncomingStream {
  private final int windowLength;
  private ReceiveWindow window;
  private long lastNumber = Long.MAX_VALUE;
  private boolean paused;
  private boolean toldAll;

  /**
   * Makes a stream that has received nothing.
   *
   * @param windowLength how many bytes are kept for a reader that pauses, or until gaps close
   */
  IncomingStream(int windowLength) {
    this.windowLength = windowLength;
    this.window = new ReceiveWindow(windowLength, 0x1_0000L);
  }

  /** Begins anew, behind the packet of a number. */
  void startAfter(long number) {
    window = new ReceiveWindow(windowLength, number);
  }

  /** Takes a packet that carries data, or the end of it. */
  void add(Header header, ByteBuffer payload) {
    long number = SequenceNumber.expand(header.sequenceNumber(), window.received() + 1);
    if (number > lastNumber) {
      return;
    }
    boolean isLast = header.type() == PacketType.FIN;
    if (isLast && number > window.received()) {
      lastNumber = number;
    }
    window.add(number, isLast ? payload.duplicate().limit(payload.position()) : payload);
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /**
   * Hands over what is in order, unless reading is paused.
   *
   * @param listener the listener at the moment; it may change between two calls
   */
  void deliver(Supplier<UtpListener> listener) {
    while (!paused) {
      byte[] payload = window.poll();
      if (payload == null) {
        break;
      }
      if (payload.length > 0) {
        listener.get().received(ByteBuffer.wrap(payload));
      }
    }
    if (!paused && !toldAll && window.received() >= lastNumber) {
      toldAll = true;
      listener.get().receivedAll();
    }
  }

  /** Returns the number of the last packet before the first gap. */
  long received() {
    return window.received();
  }

  /** Returns how many bytes the other side may still send, which it is told. */
  int room() {
    return window.room();
  }

  SelectiveAck selectiveAck() {
    return window.selectiveAck();
  }
}
