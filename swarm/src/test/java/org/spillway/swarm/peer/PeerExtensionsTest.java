package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.MetadataMessage;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Unchoke;

/** Messages of extensions (BEP 9, BEP 10). */
class PeerExtensionsTest extends PeerHandlerTestBase {
  @Test
  void metadata_requested() throws Exception {
    var peer = connected();
    var info = torrent.info().toBytes();
    peer.send(
        theirExtensions(),
        new MetadataMessage.Request(0).toMessage(1),
        new MetadataMessage.Request(1).toMessage(1));
    assertThat(peer.messages())
        .containsExactly(
            new MetadataMessage.Data(0, info.length, ByteBuffer.wrap(info)).toMessage(5),
            new MetadataMessage.Reject(1).toMessage(5));
  }

  @Test
  void metadata_requestedTooOften() throws Exception {
    var peer = connected();
    peer.send(theirExtensions());
    var flood = new PeerMessage[MessageBudget.BURST - 10];
    Arrays.fill(flood, new MetadataMessage.Request(0).toMessage(1));
    peer.stopReading();
    peer.send(flood);
    peer.readAgain();
    var reject = new MetadataMessage.Reject(0).toMessage(5);
    assertThat(peer.messages()).contains(reject);
  }

  /** BEP 10: libtorrent and Transmission go on serving such peers, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "le",
        "d1:m",
        "d1:md11:ut_metadatai5ee1:v999999:x",
        "d1:pi1e1:md11:ut_metadatai5eee",
        "d1:md11:ut_metadatai5ee1:md11:ut_metadatai6eee",
        "d1:md11:ut_metadatai5eeexyz",
        "d1:md11:ut_metadatai5ee4:reqqi-1ee",
        "d1:md11:ut_metadatai5ee13:metadata_sizei-1ee",
        "d1:md11:ut_metadatai5ee13:metadata_sizei99999999999999999999ee",
        "d1:md11:ut_metadatai300eee",
        "d1:m5:wronge",
        "d1:pi70000ee",
      })
  void extendedHandshake_malformed_costsNoMoreThanTheExtension(String payload) throws Exception {
    var peer = connected();
    peer.send(new Extended(0, ascii(payload)), new MetadataMessage.Request(9).toMessage(1));
    var answer = peer.messages();
    if (payload.contains("ut_metadatai5e") && !payload.contains("999999:")) {
      assertThat(answer).containsExactly(new MetadataMessage.Reject(9).toMessage(5));
    } else {
      assertThat(answer).isEmpty();
    }
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
    assertThat(context.counters().snapshot().misbehaved()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "le",
        "de",
        "d8:msg_type1:0e",
        "d8:msg_typei0ee",
        "d8:msg_typei0e5:piecei-1ee",
        "d8:msg_typei0e5:piecei4294967296ee",
        "d8:msg_typei1e5:piecei0e10:total_sizei9ee",
        "d8:msg_typei99e5:piecei0ee",
      })
  void metadataMessage_malformed_isPassedOver(String payload) throws Exception {
    var peer = connected();
    peer.send(theirExtensions(), new Extended(1, ascii(payload)));
    assertThat(peer.messages()).isEmpty();
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
  }

  @Test
  void extendedHandshake_again_changesOnlyWhatItNames() throws Exception {
    var peer = connected();
    var request = new MetadataMessage.Request(9).toMessage(1);
    peer.send(theirExtensions(), new Extended(0, ascii("d1:md6:ut_pexi1eee")), request);
    assertThat(peer.messages()).containsExactly(new MetadataMessage.Reject(9).toMessage(5));
    peer.send(new Extended(0, ascii("d1:md11:ut_metadatai0eee")), request);
    assertThat(peer.messages()).isEmpty();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** No more of an extension's message is kept in memory than of any other. */
  @Test
  void extended_longerThanAnyOther_isPassedOver() throws Exception {
    var peer = connected();
    int length = PeerMessage.MAX_LENGTH;
    peer.send(Unpooled.buffer().writeInt(length).writeByte(Extended.ID));
    for (int rest = length - 1; rest > 0; rest -= 16 * 1024) {
      peer.send(Unpooled.wrappedBuffer(new byte[Math.min(rest, 16 * 1024)]));
    }
    peer.send(new Interested(), FIRST);
    assertThat(peer.messages()).containsSubsequence(new Unchoke(), piece(FIRST));
  }

  @Test
  void extended_longerThanAMebibyte() throws Exception {
    var peer = connected();
    peer.send(Unpooled.buffer().writeInt(PeerMessage.MAX_LENGTH + 1).writeByte(Extended.ID));
    assertThat(peer.isOpen()).isFalse();
  }

  @Test
  void extended_withoutAnId_isPassedOver() throws Exception {
    var peer = connected();
    peer.send(Unpooled.buffer().writeInt(1).writeByte(Extended.ID));
    peer.send(new Interested());
    assertThat(peer.messages()).containsExactly(new Unchoke());
  }
}
