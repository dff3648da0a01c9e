package org.spillway.swarm.utp;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The packets that a connection sends: how many may be on their way, by the peer's window and by
 * LEDBAT (RFC 6817), and when they are sent again.
 */
final class OutgoingStream {
  /**
   * The most bytes that wait behind those that may be on their way; more would only make the queue
   * longer.
   */
  private static final int AHEAD = 32 * 1024;

  private final Ledbat ledbat;
  private final SendWindow packets;
  private final Consumer<OutgoingPacket> out;
  private final RoundTripTime roundTripTime = new RoundTripTime();
  private final DelayHistory delays = new DelayHistory();
  private long peerWindow;
  private long deadline;
  private boolean blocked;

  /**
   * @param packetLength the length of the longest datagram in bytes
   * @param first the sequence number of the first packet, far from 0
   * @param out sends a packet
   */
  OutgoingStream(int packetLength, long first, Consumer<OutgoingPacket> out) {
    this.ledbat = new Ledbat(packetLength);
    this.packets = new SendWindow(packetLength, first);
    this.out = out;
    this.peerWindow = packetLength;
  }

  /** Appends a packet without content. */
  void append(PacketType type) {
    packets.append(type);
  }

  /** Takes as many bytes as fit, and returns how many these are. */
  int write(ByteBuffer data) {
    int count = Math.min(data.remaining(), Math.max(0, room()));
    blocked = count < data.remaining();
    var part = data.slice();
    part.limit(count);
    packets.append(part);
    data.position(data.position() + count);
    return count;
  }

  private int room() {
    return (int) Math.min(ledbat.window(), peerWindow) + AHEAD - packets.buffered();
  }

  /** Returns whether more can be written after a write that did not fit; true only once. */
  boolean unblock() {
    boolean may = blocked && room() >= AHEAD / 2;
    if (may) {
      blocked = false;
    }
    return may;
  }

  /** Returns the sequence number of the next packet that is sent for the first time. */
  long next() {
    return packets.next();
  }

  /** Returns the last sequence number up to which everything has arrived. */
  long acknowledged() {
    return packets.acknowledged();
  }

  /** Returns whether everything that was written has arrived. */
  boolean isEmpty() {
    return packets.isEmpty();
  }

  /**
   * Takes an acknowledgement.
   *
   * @param ack the sequence number that the packet acknowledges
   * @param now the time in microseconds
   */
  void acknowledged(Packet packet, long ack, long now) {
    peerWindow = packet.header().window();
    int inFlight = packets.inFlight();
    int difference = packet.header().timestampDifference();
    long delay = difference == 0 ? 0 : delays.add(difference, now);
    var news = packets.acknowledge(ack, packet.selectiveAck(), now, roundTripTime.mean());
    if (news.roundTrip() >= 0) {
      roundTripTime.add(news.roundTrip());
    }
    if (news.bytes() > 0 || peerWindow == 0) {
      roundTripTime.progressed();
    }
    if (news.bytes() > 0) {
      deadline = now + roundTripTime.timeout();
      ledbat.acknowledged(news.bytes(), inFlight, Math.min(delay, roundTripTime.mean()));
    }
    if (news.loss()) {
      ledbat.lost();
    }
  }

  /** Sends what there is room for. */
  void flush(long now) {
    sendWithin(peerWindow == 0 ? 0 : (int) Math.min(ledbat.window(), peerWindow), now);
  }

  private void sendWithin(int window, long now) {
    for (var next = packets.toSend(window); next != null; next = packets.toSend(window)) {
      if (packets.inFlight() == 0) {
        deadline = now + roundTripTime.timeout();
      }
      packets.sending(next, now);
      out.accept(next);
    }
  }

  /**
   * Returns whether the other side should have sent something by now: an acknowledgement, or more
   * room.
   */
  boolean isOverdue(long now) {
    boolean isWaiting = packets.hasOutstanding() || (peerWindow == 0 && !packets.isEmpty());
    return isWaiting && now >= deadline;
  }

  /** Returns the number of time-outs since the last progress. */
  int timeouts() {
    return roundTripTime.timeouts();
  }

  /** Makes the next flush send again what was not acknowledged in time. */
  void timedOut(long now) {
    roundTripTime.timedOut();
    deadline = now + roundTripTime.timeout();
    if (packets.inFlight() > 0) {
      ledbat.timedOut();
      packets.loseAll();
    }
    if (peerWindow == 0) {
      // The news that there is room again may have been lost.
      sendWithin(1, now);
    }
  }
}
