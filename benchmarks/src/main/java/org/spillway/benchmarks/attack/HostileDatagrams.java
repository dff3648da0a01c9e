package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * 20 addresses send packets of uTP with wild numbers, each in a connection that was opened as it
 * should be or in none, and messages of the DHT: noise, endless questions, and announces with
 * tokens that nobody gave them.
 */
final class HostileDatagrams implements Attack {
  private static final int ADDRESSES = 20;
  private static final int MOST = 1500;
  private static final int HEADER = 20;
  private static final int DATA = 0x01;
  private static final int STATE = 0x21;
  private static final int SYN = 0x41;

  /** The packets of one connection, after which another one is opened. */
  private static final int PER_CONNECTION = 50;

  private final Target target;
  private final SplittableRandom random = new SplittableRandom(29);
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final ByteBuffer out = ByteBuffer.allocate(MOST);
  private final ByteBuffer in = ByteBuffer.allocate(MOST);
  private int turn;
  private int id;
  private int sequence;
  private int acknowledged;

  HostileDatagrams(Target target) {
    this.target = target;
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < ADDRESSES; i++) {
      var channel = DatagramChannel.open();
      channels.add(channel);
      channel.bind(new InetSocketAddress(Sockets.loopback(2 + i), 0));
      channel.connect(target.seederAddress());
      channel.configureBlocking(false);
    }
  }

  @Override
  public void goOn() throws IOException {
    int round = turn++;
    var channel = channels.get(round / PER_CONNECTION % ADDRESSES);
    if (round % PER_CONNECTION == 0) {
      id = random.nextInt(0x1_0000);
      sequence = random.nextInt(0x1_0000);
      send(channel, packet(SYN, id, sequence, 0, 0));
    } else {
      send(channel, wildPacket());
      send(channel, dhtMessage());
    }
    answers(channel);
  }

  private void send(DatagramChannel channel, ByteBuffer datagram) {
    try {
      channel.write(datagram);
    } catch (IOException e) {
      // The kernel says that an earlier one was refused, or that it has no room.
      datagram.clear();
    }
  }

  /** Keeps the number of the last packet, so that the connection is opened. */
  private void answers(DatagramChannel channel) {
    try {
      while (channel.read(in.clear()) > 0) {
        if (in.position() >= HEADER && in.get(0) == STATE) {
          acknowledged = in.getShort(16);
        }
      }
    } catch (IOException e) {
      // As after sending.
      in.clear();
    }
  }

  private ByteBuffer packet(int type, int connection, int number, int ack, int payload) {
    out.clear().put((byte) type).put((byte) 0).putShort((short) connection);
    out.putInt(random.nextInt()).putInt(random.nextInt()).putInt(1 << random.nextInt(31));
    out.putShort((short) number).putShort((short) ack);
    noise(payload);
    return out.flip();
  }

  private void noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    out.put(bytes);
  }

  /** Returns a packet of the connection or of another one, at its place, near it, or far away. */
  private ByteBuffer wildPacket() {
    int connection = id + (random.nextInt(8) == 0 ? random.nextInt(0x1_0000) : 1);
    int distance =
        switch (random.nextInt(3)) {
          case 0 -> 1;
          case 1 -> random.nextInt(2_000);
          default -> random.nextInt(0x1_0000);
        };
    int ack = random.nextInt(4) == 0 ? random.nextInt() : acknowledged;
    int type = random.nextInt(2) == 0 ? DATA : random.nextInt(6) << 4 | 1;
    return packet(type, connection, sequence + distance, ack, random.nextInt(MOST - HEADER));
  }

  private ByteBuffer dhtMessage() {
    out.clear();
    switch (random.nextInt(4)) {
      case 0 -> query("get_peers", "9:info_hash20:" + name());
      case 1 ->
          query("announce_peer", "9:info_hash20:" + name() + "4:porti6881e5:token8:" + text(8));
      case 2 -> query("find_node", "6:target20:" + name());
      default -> {
        put("d1:rd2:id20:" + name() + "5:nodes208:" + text(208) + "e1:t2:" + text(2) + "1:y1:re");
      }
    }
    return out.flip();
  }

  private void query(String method, String arguments) {
    String asked = "d1:ad2:id20:" + name() + arguments + "e1:q" + method.length() + ":" + method;
    put(asked + "1:t2:aa1:y1:qe");
  }

  private void put(String text) {
    out.put(text.getBytes(ISO_8859_1));
  }

  private String name() {
    return text(20);
  }

  private String text(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    for (var channel : channels) {
      channel.close();
    }
  }
}
