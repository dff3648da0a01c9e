package org.spillway.swarm.utp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The packets that wait to be sent or acknowledged, in the order of their sequence numbers. */
final class SendWindow {
  /** The number of later packets that must have arrived before a packet counts as lost (BEP 29). */
  private static final int DUPLICATES = 3;

  private final int packetLength;
  private final ArrayDeque<OutgoingPacket> unsent = new ArrayDeque<>();

  /** The packets without gaps in their numbers; those in the middle may be acknowledged already. */
  private final ArrayDeque<OutgoingPacket> outstanding = new ArrayDeque<>();

  private long next;
  private long transmissions;
  private long newestArrived;
  private int buffered;
  private int inFlight;
  private int lost;
  private int duplicates;

  /** Losses up to this number belong to a window that was cut for them already. */
  private long recovery;

  /**
   * The result of an acknowledgement.
   *
   * @param bytes the bytes that have newly arrived
   * @param roundTrip the round trip time of the newest packet among them that was sent only once,
   *     or −1
   * @param loss whether the window must be cut because of packets that were found lost
   */
  record Acknowledged(int bytes, long roundTrip, boolean loss) {}

  SendWindow(int packetLength, long first) {
    this.packetLength = packetLength;
    this.next = first;
    this.recovery = first - 1;
  }

  /** Returns the number of the packet that will be sent next. */
  long next() {
    return next;
  }

  /** Returns the number before the oldest packet that was not acknowledged. */
  long acknowledged() {
    return next - 1 - outstanding.size();
  }

  /** Returns how many bytes are kept, sent or not. */
  int buffered() {
    return buffered;
  }

  int inFlight() {
    return inFlight;
  }

  boolean isEmpty() {
    return outstanding.isEmpty() && unsent.isEmpty();
  }

  boolean hasOutstanding() {
    return !outstanding.isEmpty();
  }

  /** Splits data into packets; the last packet is filled up as long as it has not left. */
  void append(ByteBuffer data) {
    while (data.hasRemaining()) {
      var last = unsent.peekLast();
      if (last == null || last.isFull() || last.type != PacketType.DATA) {
        int needed = Header.LENGTH + data.remaining();
        last = new OutgoingPacket(PacketType.DATA, roundUp(needed));
        add(last);
      }
      buffered += last.append(data);
    }
  }

  /** Rounds up, so that a short message gets room for more of its kind. */
  private int roundUp(int needed) {
    return needed > packetLength / 4 ? packetLength : packetLength / 4;
  }

  /** Appends a packet that takes a sequence number, and carries no data. */
  void append(PacketType type) {
    add(new OutgoingPacket(type, Header.LENGTH));
  }

  private void add(OutgoingPacket packet) {
    unsent.add(packet);
    buffered += packet.length();
  }

  /**
   * Returns what is to be sent now, first what was lost; null if there is nothing, or no room.
   *
   * @param window how many bytes may be on their way; the first packet always has room unless it is
   *     0
   */
  @Nullable OutgoingPacket toSend(int window) {
    var packet = lost > 0 ? firstLost() : unsent.peek();
    if (packet == null || window == 0) {
      return null;
    }
    return inFlight == 0 || inFlight + packet.length() <= window ? packet : null;
  }

  private @Nullable OutgoingPacket firstLost() {
    for (var packet : outstanding) {
      if (packet.lost) {
        return packet;
      }
    }
    throw new IllegalStateException(lost + " packets are lost, but none was found");
  }

  /** Notes that a packet of {@link #toSend} leaves. */
  void sending(OutgoingPacket packet, long now) {
    if (packet.lost) {
      packet.lost = false;
      lost--;
    } else {
      unsent.remove();
      packet.sequenceNumber = next++;
      outstanding.add(packet);
    }
    packet.sentAt = now;
    packet.transmission = ++transmissions;
    packet.transmissions++;
    inFlight += packet.length();
  }

  /**
   * Takes an acknowledgement.
   *
   * @param ack a number not above the last one that was sent
   */
  Acknowledged acknowledge(long ack, SelectiveAck selective, long now, long roundTripTime) {
    int bytes = 0;
    long roundTrip = -1;
    boolean same = ack == acknowledged() && selective.isEmpty() && hasOutstanding();
    duplicates = same ? duplicates + 1 : 0;
    for (Iterator<OutgoingPacket> packets = outstanding.iterator(); packets.hasNext(); ) {
      var packet = packets.next();
      boolean behind = packet.sequenceNumber <= ack;
      if (!behind && selective.isEmpty()) {
        break;
      }
      if (behind || selective.covers(packet.sequenceNumber - ack)) {
        if (!packet.acknowledged) {
          bytes += packet.length();
          roundTrip = packet.transmissions == 1 ? now - packet.sentAt : roundTrip;
          arrived(packet);
        }
        if (behind) {
          packets.remove();
        }
      }
    }
    return new Acknowledged(bytes, roundTrip, findLost(selective, now - roundTripTime));
  }

  private void arrived(OutgoingPacket packet) {
    packet.acknowledged = true;
    buffered -= packet.length();
    newestArrived = Math.max(newestArrived, packet.transmission);
    if (packet.lost) {
      packet.lost = false;
      lost--;
    } else {
      inFlight -= packet.length();
    }
  }

  private boolean findLost(SelectiveAck selective, long roundTripAgo) {
    boolean cut = false;
    var first = outstanding.peek();
    if (selective.isEmpty()) {
      return duplicates == DUPLICATES && first != null && first.transmissions == 1 && lose(first);
    }
    int arrivedBehind = 0;
    var packets = outstanding.descendingIterator();
    while (packets.hasNext()) {
      var packet = packets.next();
      if (packet.acknowledged) {
        arrivedBehind++;
      } else if (!packet.lost && isOvertaken(packet, arrivedBehind, roundTripAgo)) {
        cut |= lose(packet);
      }
    }
    return cut;
  }

  /**
   * Returns whether enough later packets have arrived; one that was sent again is compared with
   * what was sent after that.
   */
  private boolean isOvertaken(OutgoingPacket packet, int arrivedBehind, long roundTripAgo) {
    return packet.transmissions == 1
        ? arrivedBehind >= DUPLICATES
        : newestArrived - packet.transmission >= DUPLICATES && packet.sentAt < roundTripAgo;
  }

  /** Returns whether the packet belongs to a window that was not cut yet. */
  private boolean lose(OutgoingPacket packet) {
    if (packet.lost || packet.acknowledged) {
      return false;
    }
    packet.lost = true;
    lost++;
    inFlight -= packet.length();
    boolean isNews = packet.sequenceNumber > recovery;
    if (isNews) {
      recovery = next - 1;
    }
    return isNews;
  }

  /** Sends everything again, because nothing came back in time. */
  void loseAll() {
    outstanding.forEach(this::lose);
    recovery = next - 1;
  }
}
