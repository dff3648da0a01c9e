package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.PeerAddress;

class PexMessageTest {
  private static final PexMessage EMPTY = new PexMessage(List.of(), List.of());

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static PeerAddress peer(String host, int port) {
    try {
      return new PeerAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static PexMessage.Added added(String host, int port, int flags) {
    return new PexMessage.Added(peer(host, port), flags);
  }

  /** The keys and lengths are those of BEP 11. */
  @Test
  void toMessage_bothFamilies() {
    var message =
        new PexMessage(
            List.of(
                added("1.2.3.4", 0x4142, 0x12),
                added("2001:db8::1", 0x4344, 0x05),
                added("5.6.7.8", 0x4546, 0)),
            List.of(peer("9.9.9.9", 0x4748)));
    String expected =
        "d5:added12:\1\2\3\4AB\5\6\7\10EF7:added.f2:\22\0"
            + "6:added618:\40\1\15\u00b8\0\0\0\0\0\0\0\0\0\0\0\1CD8:added6.f1:\5"
            + "7:dropped6:\11\11\11\11GHe";
    assertThat(message.toMessage(7)).isEqualTo(new Extended(7, bytes(expected)));
  }

  @Test
  void toMessage_nothing_isAnEmptyDictionary() {
    assertThat(EMPTY.toMessage(1)).isEqualTo(new Extended(1, bytes("de")));
  }

  @Test
  void read_randomMessages_givesTheSame() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var ipv4 = randomPeers(random, 4, random.nextInt(20));
      var ipv6 = randomPeers(random, 16, random.nextInt(20));
      var message =
          new PexMessage(
              join(ipv4, ipv6), join(ipv4, ipv6).stream().map(PexMessage.Added::address).toList());
      assertThat(PexMessage.read(message.toMessage(1).payload()))
          .as("seed %d", seed)
          .isEqualTo(message);
    }
  }

  private static List<PexMessage.Added> join(
      List<PexMessage.Added> one, List<PexMessage.Added> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static List<PexMessage.Added> randomPeers(Random random, int length, int count)
      throws UnknownHostException {
    List<PexMessage.Added> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] address = new byte[length];
      random.nextBytes(address);
      address[0] = 0x20;
      var inet = InetAddress.getByAddress(address);
      int port = 1 + random.nextInt(65535);
      peers.add(new PexMessage.Added(new PeerAddress(inet, port), random.nextInt(256)));
    }
    return peers;
  }

  @Test
  void read_missingFlags_areZero() throws Exception {
    assertThat(PexMessage.read(bytes("d5:added12:\1\2\3\4AB\5\6\7\10CD7:added.f1:\2e")).added())
        .containsExactly(added("1.2.3.4", 0x4142, 2), added("5.6.7.8", 0x4344, 0));
  }

  /** The flags of an address that is left out are left out with it. */
  @Test
  void read_addressesToWhichNobodyCanConnect() throws Exception {
    String mapped = "\0\0\0\0\0\0\0\0\0\0\u00ff\u00ff\1\2\3\4AB";
    String text =
        "d5:added12:\1\2\3\4\0\0\5\6\7\10CD7:added.f2:\1\0026:added618:%se".formatted(mapped);
    assertThat(PexMessage.read(bytes(text)).added()).containsExactly(added("5.6.7.8", 0x4344, 2));
  }

  @Test
  void read_tooMany_takesTheFirst() throws Exception {
    String text =
        "d5:added600:%s7:dropped600:%se"
            .formatted("\1\2\3\4AB".repeat(100), "\1\2\3\4CD".repeat(100));
    var message = PexMessage.read(bytes(text));
    assertThat(message.added()).hasSize(PexMessage.MAX_PEERS);
    assertThat(message.dropped()).hasSize(PexMessage.MAX_PEERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "de",
        "d5:addedi1e7:droppedlee",
        "d5:added5:abcdee",
        "d5:added0:7:added.f3:\1\1\1e",
        "d7:unknown3:abce"
      })
  void read_nothingUseful_isEmpty(String payload) throws Exception {
    assertThat(PexMessage.read(bytes(payload))).isEqualTo(EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "le", "i1e", "d5:added", "d5:added99:abce", "x"})
  void read_noDictionary_isMalformed(String payload) {
    assertThatThrownBy(() -> PexMessage.read(bytes(payload)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith("pex: ");
  }

  @Test
  void read_changedBytes_aMessageOrMalformed() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] good = "d5:added6:abcdef7:added.f1:x7:dropped6:ghijkle".getBytes(ISO_8859_1);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = good.clone();
      for (int j = 0; j < 1 + random.nextInt(3); j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(PexMessage.read(ByteBuffer.wrap(changed)).added()).hasSizeLessThan(51);
      } catch (MalformedMessageException e) {
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("pex: ");
      }
    }
  }

  @Test
  void outOfRange_isRefused() {
    assertThatThrownBy(() -> added("1.2.3.4", 1, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pex: flags 256, expected 0 to 255");
    var tooMany = Collections.nCopies(51, peer("1.2.3.4", 1));
    assertThatThrownBy(() -> new PexMessage(List.of(), tooMany))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pex: 0 added and 51 dropped peers, expected at most 50 of each");
  }
}
