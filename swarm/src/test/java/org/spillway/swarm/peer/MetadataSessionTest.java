package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.swarm.torrents.MetadataTorrent;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.MetadataMessage;

/** Peers that are asked for the info dictionary (BEP 9), honest ones and others. */
class MetadataSessionTest implements MetadataTorrent.MetadataReceiver {
  private static final InfoHash HASH = InfoHash.parse("0123456789abcdef0123456789abcdef01234567");
  private static final int THEIR_ID = 5;
  private static final int BLOCK = MetadataMessage.BLOCK;

  /** Two whole blocks and a short one. */
  private static final byte[] METADATA = TestTorrents.bytes(2 * BLOCK + 100, 3);

  private final OneTorrent torrent = new OneTorrent(new MetadataTorrent(HASH, false, this));
  private final EngineContext context = torrent.context();
  private Optional<byte[]> accepted = Optional.empty();

  @Override
  public boolean accept(byte[] infoDictionary) {
    boolean right = Arrays.equals(infoDictionary, METADATA);
    if (right) {
      accepted = Optional.of(infoDictionary);
    }
    return right;
  }

  @Override
  public boolean isNeeded() {
    return accepted.isEmpty();
  }

  @Override
  public int mostBytes() {
    return 100_000;
  }

  private static Extended greeting(int size) {
    var ids = Map.of(MetadataMessage.EXTENSION, THEIR_ID);
    return new ExtendedHandshake(ids, size, "", 0, 0).toMessage();
  }

  private static Extended data(int block, int totalSize, byte[] content) {
    int length = Math.min(BLOCK, totalSize - block * BLOCK);
    var bytes = ByteBuffer.wrap(Arrays.copyOf(content, length));
    return new MetadataMessage.Data(block, totalSize, bytes).toMessage(1);
  }

  private static Extended right(int block) {
    int from = block * BLOCK;
    return data(block, METADATA.length, Arrays.copyOfRange(METADATA, from, METADATA.length));
  }

  private static Extended request(int block) {
    return new MetadataMessage.Request(block).toMessage(THEIR_ID);
  }

  private EmbeddedPeer greeted() throws Exception {
    var peer = EmbeddedPeer.connected(context, HASH);
    peer.send(greeting(METADATA.length));
    assertThat(peer.messages()).containsExactly(request(0));
    return peer;
  }

  private void assertParted(EmbeddedPeer peer, int misbehaved) {
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isEqualTo(misbehaved);
    assertThat(torrent.present()).isZero();
    assertThat(accepted).isEmpty();
    peer.checkException();
  }

  @Test
  void honestPeer_isAskedBlockByBlock() throws Exception {
    var peer = greeted();
    peer.send(right(0));
    assertThat(peer.messages()).containsExactly(request(1));
    peer.send(right(1));
    assertThat(peer.messages()).containsExactly(request(2));
    peer.send(right(2), right(2), greeting(7));
    assertThat(peer.messages()).isEmpty();
    assertThat(accepted).hasValue(METADATA);
    assertThat(peer.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100_001, Integer.MAX_VALUE})
  void size_thatIsNotAllowed(int size) throws Exception {
    var peer = EmbeddedPeer.connected(context, HASH);
    peer.send(greeting(size));
    assertThat(peer.messages()).isEmpty();
    assertParted(peer, 0);
  }

  @Test
  void peer_withoutTheExtension() throws Exception {
    var peer = EmbeddedPeer.connected(context, HASH);
    peer.send(new ExtendedHandshake(Map.of("ut_pex", 1), 7, "", 0, 0).toMessage());
    assertParted(peer, 0);
  }

  @Test
  void peer_withoutExtensions() throws Exception {
    var peer = new EmbeddedPeer(context);
    peer.send(new Handshake(Handshake.FAST, HASH, EmbeddedPeer.ID));
    assertParted(peer, 0);
  }

  @Test
  void peer_thatRefuses() throws Exception {
    var peer = greeted();
    peer.send(new MetadataMessage.Reject(0).toMessage(1));
    assertParted(peer, 0);
  }

  @Test
  void block_thatWasNotAskedFor() throws Exception {
    var peer = greeted();
    peer.send(right(1));
    assertParted(peer, 1);
  }

  @Test
  void block_ofAnotherSize() throws Exception {
    var peer = greeted();
    peer.send(data(0, 100, METADATA));
    assertParted(peer, 1);
  }

  @Test
  void dictionary_thatIsWrong() throws Exception {
    var peer = greeted();
    peer.send(right(0), right(1), data(2, METADATA.length, new byte[100]));
    assertParted(peer, 1);
  }

  /** Whoever announces much and sends little must not hold up the others. */
  @Test
  void eightPeersAtATime_theSlowestMakesRoom() throws Exception {
    for (int i = 0; i < 7; i++) {
      greeted().send(right(0));
    }
    var slow = greeted();
    var ninth = EmbeddedPeer.connected(context, HASH);
    ninth.send(greeting(METADATA.length));
    ninth.pass(Duration.ofSeconds(1));
    assertThat(ninth.messages()).isEmpty();
    torrent.pass(Duration.ofSeconds(10).toNanos());
    ninth.pass(Duration.ofSeconds(1));
    assertThat(ninth.messages()).containsExactly(request(0));
    slow.send(right(0));
    assertThat(slow.messages()).as("its turn is over").isEmpty();
    ninth.send(right(0), right(1), right(2));
    assertThat(accepted).hasValue(METADATA);
  }

  @Test
  void peerThatLostItsTurn_isAskedAgainFromTheBeginning() throws Exception {
    List<EmbeddedPeer> peers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      peers.add(greeted());
      peers.get(i).send(right(0));
      assertThat(peers.get(i).messages()).containsExactly(request(1));
    }
    torrent.pass(Duration.ofSeconds(10).toNanos());
    var ninth = greeted();
    peers.get(0).pass(Duration.ofSeconds(1));
    assertThat(peers.get(0).messages()).as("it has not answered").isEmpty();
    peers.get(0).send(right(1));
    ninth.disconnect();
    peers.get(0).pass(Duration.ofSeconds(1));
    assertThat(peers.get(0).messages()).containsExactly(request(0));
    peers.get(0).send(right(0), right(1), right(2));
    assertThat(accepted).hasValue(METADATA);
  }

  @Test
  void otherMessages_areIgnored() throws Exception {
    var peer = EmbeddedPeer.connected(context, HASH);
    peer.send(new HaveAll(), right(0), greeting(METADATA.length), new Extended(9, data()));
    assertThat(peer.messages()).containsExactly(request(0));
    assertThat(peer.isOpen()).isTrue();
  }

  private static ByteBuffer data() {
    return ByteBuffer.wrap(new byte[] {1, 2, 3});
  }
}
