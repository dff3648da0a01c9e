package org.spillway.swarm.utp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Two endpoints with one connection, whose packets can be changed on their way. */
final class TappedConversation {
  /** The number of things that can be done to a packet. */
  static final int CHANGES = 8;

  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 6881);
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 6881);
  private static final int LENGTH = 100_000;

  /** The most packets that are kept to be sent again. */
  private static final int MOST_SEEN = 64;

  private static final long SECOND = 1_000_000_000;
  private static final int END_SECONDS = 600;

  /** A packet on its way. */
  private record Carried(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    int length() {
      return datagram.remaining();
    }

    /** Returns a copy of this length, which ends with zeros if it is longer. */
    byte[] copy(int length) {
      byte[] bytes = new byte[length];
      datagram.duplicate().get(bytes, 0, Math.min(length, length()));
      return bytes;
    }

    Carried with(byte[] bytes) {
      return new Carried(from, to, ByteBuffer.wrap(bytes));
    }
  }

  private final Deque<Carried> underWay = new ArrayDeque<>();
  private final List<Carried> seen = new ArrayList<>();
  private final Talker client = new Talker();
  private final List<Talker> accepted = new ArrayList<>();
  private final Random random = new Random(1);
  private final UtpEndpoint dialling = endpoint(CLIENT);
  private final UtpEndpoint listening = endpoint(SERVER);
  private long now = SECOND;
  private long payload;

  private UtpEndpoint endpoint(InetSocketAddress own) {
    return new UtpEndpoint(
        (remote, datagram) -> carry(own, remote, datagram), () -> now, random, this::accept);
  }

  private void carry(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
    var sent = new Carried(from, to, datagram);
    underWay.add(sent.with(sent.copy(sent.length())));
  }

  private UtpListener accept(UtpConnection connection) {
    var talker = new Talker().on(connection);
    accepted.add(talker);
    talker.send(new byte[LENGTH]);
    return talker;
  }

  /** Opens the connection, and gives both sides something to send. */
  void begin() {
    client.on(dialling.connect(SERVER, client));
    client.send(new byte[LENGTH]);
    dialling.flush();
    for (int i = 0; i < 4; i++) {
      deliverNext();
    }
  }

  /** Does with one packet after the other what four bytes say: the change, where, and how. */
  void tamper(byte[] changes) {
    var in = ByteBuffer.wrap(changes);
    while (in.remaining() >= 4) {
      int kind = Math.floorMod(in.get(), CHANGES);
      int place = in.get() & 0xff;
      int value = in.getShort() & 0xffff;
      if (underWay.isEmpty()) {
        pass(SECOND / 4);
      } else {
        change(kind, place, value);
      }
    }
  }

  private void change(int kind, int place, int value) {
    var next = underWay.remove();
    switch (kind) {
      case 0 -> deliver(next);
      case 1 -> pass((long) value * SECOND / 1000);
      case 2 -> deliver(changed(next, place, value));
      case 3 -> {
        deliver(next);
        deliver(next);
      }
      case 4 -> underWay.add(next);
      case 5 -> deliver(seen.isEmpty() ? next : seen.get(place % seen.size()));
      case 6 -> deliver(numbered(next, place, value));
      default -> deliver(cut(next, value));
    }
  }

  private static Carried changed(Carried packet, int place, int value) {
    byte[] bytes = packet.copy(packet.length());
    bytes[place % Math.min(bytes.length, Header.LENGTH + 8)] ^= (byte) value;
    return packet.with(bytes);
  }

  /** Gives a packet another sequence number, acknowledgement or window. */
  private static Carried numbered(Carried packet, int place, int value) {
    byte[] bytes = packet.copy(packet.length());
    int at = 14 + 2 * (place % 3);
    ByteBuffer.wrap(bytes).putShort(at, (short) (ByteBuffer.wrap(bytes).getShort(at) + value));
    return packet.with(bytes);
  }

  private static Carried cut(Carried packet, int value) {
    return packet.with(packet.copy(value % (packet.length() + 300)));
  }

  private void deliverNext() {
    if (!underWay.isEmpty()) {
      deliver(underWay.remove());
    }
  }

  private void deliver(Carried packet) {
    if (seen.size() < MOST_SEEN) {
      seen.add(packet);
    }
    payload += Math.max(0, packet.length() - Header.LENGTH);
    var endpoint = packet.to().equals(SERVER) ? listening : dialling;
    endpoint.received(packet.from(), packet.datagram().duplicate());
    endpoint.flush();
  }

  /** Lets time go by; packets wait. */
  private void pass(long nanos) {
    now += nanos;
    dialling.tick();
    listening.tick();
  }

  /** Asserts that nobody has read more than all packets had, and that nothing grows. */
  void assertOnlyWhatWasSent() {
    long read = client.count + accepted.stream().mapToLong(talker -> talker.count).sum();
    assertThat(read).isLessThanOrEqualTo(payload);
    assertThat(dialling.size() + listening.size()).isLessThanOrEqualTo(2 + seen.size());
  }

  /** Closes what was opened. */
  void close() {
    client.connection.orElseThrow().close();
    accepted.forEach(talker -> talker.connection.orElseThrow().close());
    dialling.flush();
    listening.flush();
  }

  /** Asserts that no connection outlives its end for more than some minutes. */
  void assertIdleInTheEnd() {
    for (int i = 0; i < 4 * END_SECONDS; i++) {
      for (int packets = underWay.size(); packets > 0; packets--) {
        deliverNext();
      }
      pass(SECOND / 4);
    }
    assertThat(dialling.isIdle()).isTrue();
    assertThat(listening.isIdle()).isTrue();
  }
}
