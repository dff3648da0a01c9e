package org.spillway.swarm.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts packets in order, and keeps what arrived too early or is not wanted yet. */
final class ReceiveWindow {
  private final int capacity;
  private final TreeMap<Long, byte[]> early = new TreeMap<>();
  private final ArrayDeque<byte[]> ready = new ArrayDeque<>();
  private long received;
  private int kept;

  /**
   * Makes an empty window.
   *
   * @param capacity how many bytes are kept at most
   * @param received the last sequence number that was received
   */
  ReceiveWindow(int capacity, long received) {
    this.capacity = capacity;
    this.received = received;
  }

  /** Returns the number of the last packet before the first gap. */
  long received() {
    return received;
  }

  /** Returns how many bytes the other side may send. */
  int room() {
    return Math.max(0, capacity - kept);
  }

  /** Takes a packet, unless it is known, too far ahead, or too long. */
  void add(long sequenceNumber, ByteBuffer payload) {
    long ahead = sequenceNumber - received;
    // What fills a gap always fits, because what is behind the gap could keep it open for ever
    // otherwise.
    boolean fits = payload.remaining() <= room() || (ahead == 1 && ready.isEmpty());
    if (ahead < 1 || ahead > SelectiveAck.MOST || !fits || early.containsKey(sequenceNumber)) {
      return;
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    kept += bytes.length;
    early.put(sequenceNumber, bytes);
    while (!early.isEmpty() && early.firstKey() == received + 1) {
      ready.add(early.pollFirstEntry().getValue());
      received++;
    }
  }

  /** Returns the next payload in order, which may be empty; null if there is none. */
  byte @Nullable [] poll() {
    byte[] payload = ready.poll();
    if (payload != null) {
      kept -= payload.length;
    }
    return payload;
  }

  SelectiveAck selectiveAck() {
    if (early.isEmpty()) {
      return SelectiveAck.NONE;
    }
    var arrived = new BitSet();
    early.keySet().forEach(number -> arrived.set((int) (number - received - 2)));
    return new SelectiveAck(arrived);
  }
}
