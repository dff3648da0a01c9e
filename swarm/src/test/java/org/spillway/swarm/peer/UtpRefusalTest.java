package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UtpRefusalTest {
  /** Recorded from libtorrent 2.0.8, which was told to connect to a UDP socket. */
  static final String SYN = "410041fac785c49000000000000000009e5f0000";

  private static final InetSocketAddress US = new InetSocketAddress("192.0.2.9", 6881);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 51413);

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new UtpRefusal(ticker(TimeUnit.MICROSECONDS.toNanos(0x1_0000_0005L))));

  private static Ticker ticker(long nanos) {
    var ticker = Ticker.newMockTicker();
    ticker.advance(nanos, TimeUnit.NANOSECONDS);
    return ticker;
  }

  @AfterEach
  void close() {
    channel.checkException();
    channel.finishAndReleaseAll();
  }

  private static byte[] syn() {
    return ByteBufUtil.decodeHexDump(SYN);
  }

  private Optional<DatagramPacket> answer(byte[] question, InetSocketAddress sender) {
    channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(question), US, sender));
    return Optional.ofNullable(channel.readOutbound());
  }

  private Optional<String> answer(byte[] question) {
    return answer(question, PEER).map(packet -> hex(packet.content()));
  }

  private static String hex(ByteBuf bytes) {
    String hex = ByteBufUtil.hexDump(bytes);
    bytes.release();
    return hex;
  }

  /** BEP 29 says where each field lies in SYN and RESET. */
  @Test
  void syn_ofLibtorrent() {
    byte[] syn = syn();
    String connectionId = SYN.substring(4, 8);
    int delay = 5 - Unpooled.wrappedBuffer(syn).getInt(4);
    String sequenceNumber = SYN.substring(32, 36);
    assertThat(answer(syn))
        .contains(
            "3100%s00000005%08x000000000000%s".formatted(connectionId, delay, sequenceNumber));
  }

  @Test
  void syn_isAnsweredToItsSender() {
    var answer = answer(syn(), PEER).orElseThrow();
    assertThat(answer.recipient()).isEqualTo(PEER);
    answer.release();
  }

  /** Extensions behind the header are skipped. */
  @Test
  void syn_longer() {
    byte[] longer = Arrays.copyOf(syn(), 60);
    longer[1] = 2;
    assertThat(answer(longer)).isEqualTo(answer(syn())).isPresent();
  }

  @Test
  void syn_short() {
    for (int length = 0; length < UtpRefusal.HEADER_LENGTH; length++) {
      assertThat(answer(Arrays.copyOf(syn(), length))).as("%d bytes", length).isEmpty();
    }
  }

  /** An answer to a RESET could go back and forth for ever. */
  @Test
  void otherPackets_noAnswer() {
    byte[] packet = syn();
    for (int first = 0; first < 256; first++) {
      packet[0] = (byte) first;
      assertThat(answer(packet).isPresent()).as("0x%02x", first).isEqualTo(first == 0x41);
    }
  }

  @Test
  void syn_fromPortZero_noAnswer() {
    assertThat(answer(syn(), new InetSocketAddress("192.0.2.1", 0))).isEmpty();
  }

  @Test
  void anything_isAnsweredWithNoMoreBytes() {
    long seed = 20261129;
    System.out.println("UtpRefusalTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] packet = new byte[random.nextInt(64)];
      random.nextBytes(packet);
      if (packet.length > 0 && random.nextBoolean()) {
        packet[0] = UtpRefusal.SYN;
      }
      answer(packet)
          .ifPresent(hex -> assertThat(hex.length()).isLessThanOrEqualTo(2 * packet.length));
    }
  }
}
