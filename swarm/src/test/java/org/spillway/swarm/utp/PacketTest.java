package org.spillway.swarm.utp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketTest {
  /** Recorded from libtorrent 2.0.8, which was told to connect to a UDP socket. */
  private static final String SYN = "410041fac785c49000000000000000009e5f0000";

  private static Packet read(String hex) throws MalformedPacketException {
    return Packet.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @Test
  void read_synOfLibtorrent() throws Exception {
    var syn = new Header(PacketType.SYN, 0x41fa, 0xc785c490, 0, 0, 0x9e5f, 0);
    assertThat(read(SYN)).isEqualTo(new Packet(syn, SelectiveAck.NONE, ByteBuffer.allocate(0)));
  }

  /** Extension 1 has a bit for each packet from the second missing one on, BEP 29. */
  @Test
  void read_selectiveAck() throws Exception {
    var packet = read("2101" + SYN.substring(4) + "000405000080" + "cafe");
    var ack = packet.selectiveAck();
    assertThat(ack.covers(1)).isFalse();
    assertThat(ack.covers(2)).isTrue();
    assertThat(ack.covers(3)).isFalse();
    assertThat(ack.covers(4)).isTrue();
    assertThat(ack.covers(33)).isTrue();
    assertThat(ack.covers(34)).isFalse();
    assertThat(ack.covers(Long.MAX_VALUE)).isFalse();
    assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xca, (byte) 0xfe}));
  }

  @Test
  void read_unknownExtension_isPassedOver() throws Exception {
    assertThat(read("0102" + SYN.substring(4) + "0003010203" + "07").payload().get())
        .isEqualTo((byte) 7);
  }

  @Test
  void read_cut() {
    assertThatThrownBy(() -> read("4100")).hasMessage("a packet has 20 bytes or more, not 2");
    assertThatThrownBy(() -> read("51" + SYN.substring(2)))
        .hasMessage("a packet does not begin with 0x51");
    assertThatThrownBy(() -> read("2101" + SYN.substring(4) + "00ff00"))
        .hasMessage("an extension of 255 bytes is cut off");
    assertThatThrownBy(() -> read("2101" + SYN.substring(4)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void write_read_isTheSame() throws Exception {
    long seed = 20261130;
    System.out.println("PacketTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      var header =
          new Header(
              PacketType.of(random.nextInt(5)),
              random.nextInt(0x1_0000),
              random.nextInt(),
              random.nextInt(),
              random.nextLong(1L << 32),
              random.nextInt(0x1_0000),
              random.nextInt(0x1_0000));
      byte[] bits = new byte[random.nextInt(SelectiveAck.MOST / 8 + 1)];
      random.nextBytes(bits);
      var ack = new SelectiveAck(BitSet.valueOf(bits));
      var out = ByteBuffer.allocate(Header.LENGTH + ack.encodedLength());
      header.writeTo(out, ack.isEmpty() ? 0 : SelectiveAck.EXTENSION);
      ack.writeTo(out);
      assertThat(out.hasRemaining()).isFalse();
      var packet = Packet.read(out.flip());
      assertThat(packet.header()).isEqualTo(header);
      assertThat(packet.selectiveAck()).isEqualTo(ack);
    }
  }
}
