package org.spillway.swarm.utp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** A packet or a MalformedPacketException, nothing else; and what is read is written the same. */
class PacketFuzzTest {

  @MethodSource("datagrams")
  @FuzzTest
  void packet(byte[] datagram) {
    try {
      var packet = Packet.read(ByteBuffer.wrap(datagram));
      assertThat(packet.payload().remaining()).isLessThanOrEqualTo(datagram.length - Header.LENGTH);
      assertThat(Packet.read(write(packet))).isEqualTo(packet);
    } catch (MalformedPacketException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static ByteBuffer write(Packet packet) {
    var ack = packet.selectiveAck();
    int length = Header.LENGTH + ack.encodedLength() + packet.payload().remaining();
    var out = ByteBuffer.allocate(length);
    packet.header().writeTo(out, ack.isEmpty() ? 0 : SelectiveAck.EXTENSION);
    ack.writeTo(out);
    return out.put(packet.payload().duplicate()).flip();
  }

  /** A SYN of libtorrent, and packets of data with a selective acknowledgement and others. */
  static Stream<byte[]> datagrams() {
    return Stream.of(
            "410041fac785c49000000000000000009e5f0000",
            "210141fac785c49000000001000f42409e5f0001000405000080cafe",
            "010241fac785c49000000001000f42409e5f0001000301020307",
            "010141fac785c49000000001000f42409e5f00010201ff0004ffffffff",
            "2101",
            "")
        .map(HexFormat.of()::parseHex);
  }

  @Test
  void changedPackets() {
    long seed = new Random().nextLong();
    System.out.println("PacketFuzzTest seed " + seed);
    var random = new Random(seed);
    var datagrams = datagrams().toList();
    for (int round = 0; round < 100_000; round++) {
      byte[] datagram = datagrams.get(random.nextInt(datagrams.size())).clone();
      for (int i = random.nextInt(4); i > 0 && datagram.length > 0; i--) {
        datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
      }
      packet(datagram);
    }
  }
}
