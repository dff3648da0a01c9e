package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.InfoHash;

/** Ciphers or an IOException, nothing else, whatever the other side says. */
class EncryptionFuzzTest {
  private static final InfoHash TORRENT =
      InfoHash.parse("00112233445566778899aabbccddeeff01234567");

  private final TorrentKeys torrents = new TorrentKeys();
  private final Random random = new Random(1);

  EncryptionFuzzTest() {
    torrents.add(TORRENT);
  }

  private Side initiator() {
    return new Side(new InitiatorHandshake(TORRENT, Encryption.PREFER_PLAIN.methods(), random));
  }

  private Side responder() {
    return new Side(new ResponderHandshake(Encryption.PREFER_PLAIN, torrents, random));
  }

  /** The bytes are all that the other side says. */
  @MethodSource("streams")
  @FuzzTest
  void stream(byte[] bytes) {
    for (Side side : new Side[] {initiator(), responder()}) {
      try {
        side.receive(bytes);
        assertThat(side.ciphers()).isNull();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  static Stream<byte[]> streams() {
    byte[] key = new KeyExchange(BigInteger.valueOf(1000)).publicKey();
    byte[] more = ByteBuffer.allocate(key.length + 700).put(key).array();
    return Stream.of(new byte[0], new byte[96], key, more);
  }

  /**
   * Changes what two good sides say. Four bytes are a change: which of the four messages, where,
   * and the bits. Beyond the keys the ciphers keep the place, so that a change reaches the
   * constant, the methods and the lengths of the paddings.
   */
  @MethodSource("changes")
  @FuzzTest
  void changedHandshake(byte[] changes) {
    var a = initiator();
    var b = responder();
    try {
      byte[] answer = b.receive(changed(a.toSend(), 0, changes));
      byte[] offer = a.receive(changed(answer, 1, changes));
      byte[] selection = b.receive(changed(offer, 2, changes));
      a.receive(changed(selection, 3, changes));
      assertThat(changes.length < 4 && (a.ciphers() == null || b.ciphers() == null)).isFalse();
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
      assertThat(changes.length).isGreaterThanOrEqualTo(4);
    }
  }

  private static byte[] changed(byte[] message, int number, byte[] changes) {
    byte[] changed = message.clone();
    var in = ByteBuffer.wrap(changes);
    while (in.remaining() >= 4 && changed.length > 0) {
      boolean isMeant = Math.floorMod(in.get(), 4) == number;
      int place = (in.get() & 0xff) | (in.get() & 3) << 8;
      byte bits = in.get();
      if (isMeant) {
        changed[place % changed.length] ^= bits;
      }
    }
    return changed;
  }

  static Stream<byte[]> changes() {
    return Stream.of(
        new byte[0],
        new byte[] {0, 3, 0, 1},
        new byte[] {2, 40, 0, 1},
        new byte[] {2, 52, 0, 2},
        new byte[] {2, 51, 0, 3, 2, 53, 0, 5});
  }

  @Test
  void randomBytes() {
    long seed = new Random().nextLong();
    System.out.println("EncryptionFuzzTest seed " + seed);
    var chosen = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] changes = new byte[4 * (1 + chosen.nextInt(3))];
      chosen.nextBytes(changes);
      changedHandshake(changes);
      byte[] bytes = new byte[chosen.nextInt(1000)];
      chosen.nextBytes(bytes);
      stream(bytes);
    }
  }
}
