package org.spillway.swarm.utp;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * One connection. Like its endpoint it belongs to one thread. What is written leaves only with
 * {@link UtpEndpoint#flush}.
 */
public final class UtpConnection {
  /**
   * The length of a datagram in bytes whose IP packet has 1,400 bytes, or 1,280 with IPv6. The
   * first fits nearly every path, and the second every path, because routers must not fragment IPv6
   * packets.
   */
  static final int PACKET_LENGTH = 1372;

  static final int PACKET_LENGTH_IPV6 = 1232;

  /** The most received bytes that are kept for a reader that pauses, or until gaps close. */
  static final int RECEIVE_WINDOW = 256 * 1024;

  /**
   * The distance by which an acknowledgement may lie behind; an older one was not meant for this
   * connection.
   */
  private static final int OLDEST_ACK = 1024;

  private static final int MOST_TIMEOUTS = 6;
  private static final long HALF_OPEN = TimeUnit.SECONDS.toMicros(10);
  private static final long LINGER = TimeUnit.SECONDS.toMicros(30);

  /** The endpoint of a connection, as the connection sees it. */
  interface Endpoint {
    /** Returns the time in microseconds, from any moment on. */
    long micros();

    /** Returns 16 bits that strangers cannot guess. */
    int random16();

    /** Notes that the connection may have something to send at the next flush. */
    void touch(UtpConnection connection);

    /** Forgets a connection that has ended. */
    void remove(UtpConnection connection);

    void send(InetSocketAddress remote, ByteBuffer packet);

    void send(InetSocketAddress remote, Header header, SelectiveAck selectiveAck);
  }

  private enum State {
    SYN_SENT,
    SYN_RECEIVED,
    CONNECTED,

    /** We have closed the connection, and what was written before is on its way. */
    CLOSING,
    CLOSED
  }

  private final Endpoint endpoint;
  private final UtpKey key;
  private final int sendId;
  private final OutgoingStream outgoing;
  private final IncomingStream incoming = new IncomingStream(RECEIVE_WINDOW);
  private UtpListener listener;
  private State state;
  private long stateSince;
  private int theirDelay;
  private boolean acknowledgeNow;

  private UtpConnection(
      Endpoint endpoint, UtpKey key, int sendId, State state, UtpListener listener, long now) {
    boolean isIpv6 = key.remote().getAddress() instanceof Inet6Address;
    int packetLength = isIpv6 ? PACKET_LENGTH_IPV6 : PACKET_LENGTH;
    this.endpoint = endpoint;
    this.key = key;
    this.sendId = sendId;
    this.state = state;
    this.stateSince = now;
    this.listener = listener;
    // Numbers must be far from 0, because their meaning is found by comparing.
    long first = 0x1_0000L + endpoint.random16();
    this.outgoing = new OutgoingStream(packetLength, first, this::send);
  }

  /** Begins a connection. */
  static UtpConnection dialled(
      Endpoint endpoint, InetSocketAddress remote, int receiveId, UtpListener listener) {
    var key = new UtpKey(remote, receiveId);
    int sendId = receiveId + 1 & 0xffff;
    var dialled =
        new UtpConnection(endpoint, key, sendId, State.SYN_SENT, listener, endpoint.micros());
    dialled.outgoing.append(PacketType.SYN);
    return dialled;
  }

  /**
   * Makes half a connection, of which it is not known yet whether the SYN was sent from its
   * address.
   */
  static UtpConnection halfOpen(Endpoint endpoint, UtpKey key, Header syn) {
    int sendId = syn.connectionId();
    var silent = SilentListener.INSTANCE;
    var halfOpen =
        new UtpConnection(endpoint, key, sendId, State.SYN_RECEIVED, silent, endpoint.micros());
    halfOpen.incoming.startAfter(0x1_0000L + syn.sequenceNumber());
    halfOpen.acknowledgeNow = true;
    return halfOpen;
  }

  /** Returns the address of the other side. */
  public InetSocketAddress remote() {
    return key.remote();
  }

  UtpKey key() {
    return key;
  }

  int sendId() {
    return sendId;
  }

  boolean isHalfOpen() {
    return state == State.SYN_RECEIVED;
  }

  /**
   * Takes as many bytes as fit: about as many as may be on their way, so that what is written later
   * does not wait long. If not all fit, {@link UtpListener#writable} follows.
   *
   * @return how many bytes were taken; 0 if the connection is not open
   */
  public int write(ByteBuffer data) {
    if (state != State.CONNECTED) {
      return 0;
    }
    int count = outgoing.write(data);
    endpoint.touch(this);
    return count;
  }

  /**
   * Stops handing over what is received until {@link #resumeReading}; the other side is told to
   * wait.
   */
  public void pauseReading() {
    incoming.pause();
  }

  /** Hands over what was received meanwhile, and goes on. */
  public void resumeReading() {
    incoming.resume();
    deliver();
    acknowledgeNow = true;
    endpoint.touch(this);
  }

  /**
   * Sends what was written and the end of it, for half a minute at most, and receives no more. The
   * listener hears nothing after this.
   */
  public void close() {
    listener = SilentListener.INSTANCE;
    if (state == State.CONNECTED) {
      outgoing.append(PacketType.FIN);
      become(State.CLOSING);
      endpoint.touch(this);
    } else if (state != State.CLOSING) {
      end();
    }
  }

  /** Ends the connection at once, and tells the other side. */
  public void reset() {
    listener = SilentListener.INSTANCE;
    if (state != State.CLOSED) {
      endpoint.send(remote(), header(PacketType.RESET, outgoing.next()), SelectiveAck.NONE);
      end();
    }
  }

  private void become(State next) {
    state = next;
    stateSince = endpoint.micros();
  }

  private void end() {
    state = State.CLOSED;
    endpoint.remove(this);
  }

  private void fail(String why) {
    end();
    listener.failed(why);
  }

  /** Opens half a connection: its other side has answered from the address that it claimed. */
  void open() {
    become(State.CONNECTED);
  }

  /** Takes the listener of a connection that was opened, unless it was closed already. */
  void listen(UtpListener accepted) {
    if (state == State.CONNECTED) {
      listener = accepted;
    }
  }

  /** Returns whether a packet shows that its sender got our answer to its SYN. */
  boolean isProvedBy(Header header) {
    return header.type() != PacketType.SYN
        && header.type() != PacketType.RESET
        && header.ackNumber() == SequenceNumber.toWire(outgoing.acknowledged());
  }

  void received(Packet packet, long now) {
    var header = packet.header();
    if (header.type() == PacketType.SYN) {
      acknowledgeNow |= header.connectionId() == sendId && state != State.SYN_SENT;
      return;
    }
    long ack = SequenceNumber.expand(header.ackNumber(), outgoing.acknowledged());
    if (header.type() == PacketType.RESET) {
      receivedReset(ack);
    } else if (ack < outgoing.next() && ack >= outgoing.acknowledged() - OLDEST_ACK) {
      if (state == State.SYN_SENT) {
        receivedAnswer(header, ack);
      }
      if (state == State.CONNECTED || state == State.CLOSING) {
        received(packet, ack, now);
      }
    }
  }

  /**
   * Ends the connection if the packet answers something that we sent lately; other resets may be
   * forged.
   */
  private void receivedReset(long ack) {
    if (ack <= outgoing.next() && ack >= outgoing.acknowledged()) {
      fail("the peer has reset the connection");
    }
  }

  private void receivedAnswer(Header header, long ack) {
    if (header.type() == PacketType.STATE && ack == outgoing.next() - 1) {
      // The number is that of the first packet with data, which is still to come.
      long first = 0x1_0000L + header.sequenceNumber();
      incoming.startAfter(first - 1);
      become(State.CONNECTED);
      listener.connected();
    }
  }

  private void received(Packet packet, long ack, long now) {
    var header = packet.header();
    theirDelay = (int) now - header.timestamp();
    outgoing.acknowledged(packet, ack, now);
    if (header.type() == PacketType.DATA || header.type() == PacketType.FIN) {
      acknowledgeNow = true;
      incoming.add(header, packet.payload());
    }
    if (state == State.CLOSING && outgoing.isEmpty()) {
      end();
    } else {
      deliver();
    }
  }

  private void deliver() {
    // A listener may close the connection, which changes the listener.
    incoming.deliver(() -> listener);
  }

  /** Sends what there is room for, and an acknowledgement if no other packet carried it. */
  void flush(long now) {
    if (state == State.CLOSED) {
      return;
    }
    do {
      outgoing.flush(now);
    } while (letWrite());
    if (acknowledgeNow && state != State.CLOSED) {
      acknowledgeNow = false;
      endpoint.send(remote(), header(PacketType.STATE, outgoing.next()), incoming.selectiveAck());
    }
  }

  private boolean letWrite() {
    boolean may = state == State.CONNECTED && outgoing.unblock();
    if (may) {
      listener.writable();
    }
    return may;
  }

  private void send(OutgoingPacket packet) {
    boolean isSyn = packet.type == PacketType.SYN;
    var header = header(packet.type, packet.sequenceNumber);
    endpoint.send(remote(), packet.withHeader(isSyn ? header.withConnectionId(key.id()) : header));
    // With a gap, the acknowledgement has a part that needs a packet of its own.
    acknowledgeNow &= !incoming.selectiveAck().isEmpty();
  }

  private Header header(PacketType type, long number) {
    return new Header(
        type,
        sendId,
        (int) endpoint.micros(),
        theirDelay,
        incoming.room(),
        SequenceNumber.toWire(number),
        SequenceNumber.toWire(incoming.received()));
  }

  /**
   * Handles what has timed out; what follows leaves with the next flush. Must be called from time
   * to time.
   */
  void tick(long now) {
    if (state == State.SYN_RECEIVED) {
      if (now - stateSince > HALF_OPEN) {
        end();
      }
    } else if (state == State.CLOSING && now - stateSince > LINGER) {
      end();
    } else if (outgoing.isOverdue(now)) {
      timedOut(now);
      endpoint.touch(this);
    }
  }

  /**
   * Returns after how many more time-outs the connection is given up; one that begins is given up
   * after three seconds.
   */
  private int mostTimeouts() {
    return switch (state) {
      case SYN_SENT -> 1;
      case CLOSING -> 2;
      case SYN_RECEIVED, CONNECTED, CLOSED -> MOST_TIMEOUTS;
    };
  }

  private void timedOut(long now) {
    if (outgoing.timeouts() >= mostTimeouts()) {
      fail("the peer does not answer");
    } else {
      outgoing.timedOut(now);
    }
  }
}
