package org.spillway.torrent.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value or a MalformedMessageException, nothing else; and what is read is written back the same.
 */
class HandshakeFuzzTest {

  @MethodSource("handshakes")
  @FuzzTest
  void handshake(byte[] bytes) {
    try {
      var handshake = Handshake.read(ByteBuffer.wrap(bytes));
      var out = ByteBuffer.allocate(Handshake.LENGTH);
      handshake.writeTo(out);
      assertThat(out.array()).isEqualTo(Arrays.copyOf(bytes, Handshake.LENGTH));
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageStartingWith("handshake: ");
    }
  }

  static Stream<byte[]> handshakes() {
    byte[] valid = Arrays.copyOf("\u0013BitTorrent protocol".getBytes(US_ASCII), Handshake.LENGTH);
    return Stream.of(valid, Arrays.copyOf(valid, 100), Arrays.copyOf(valid, 67), new byte[68]);
  }

  @MethodSource("extensionPayloads")
  @FuzzTest
  void extendedHandshake(byte[] payload) {
    try {
      var handshake = ExtendedHandshake.read(ByteBuffer.wrap(payload));
      var again = ExtendedHandshake.read(handshake.toMessage().payload());
      assertThat(again).isEqualTo(handshake);
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageStartingWith("extended handshake: ");
    }
  }

  @MethodSource("extensionPayloads")
  @FuzzTest
  void metadataMessage(byte[] payload) {
    try {
      var message = MetadataMessage.read(ByteBuffer.wrap(payload));
      if (message.isPresent()) {
        var again = MetadataMessage.read(message.get().toMessage(1).payload());
        assertThat(again).isEqualTo(message);
      }
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageStartingWith("metadata");
    }
  }

  static Stream<byte[]> extensionPayloads() {
    return Stream.of(
            "d1:md11:ut_metadatai3ee13:metadata_sizei31235e1:pi6881e4:reqqi500e1:v8:Spillwaye",
            "d8:msg_typei0e5:piecei0ee",
            "d8:msg_typei1e5:piecei0e10:total_sizei8eexxxxxxxx",
            "d8:msg_typei2e5:piecei0ee",
            "d8:msg_typei9ee")
        .map(payload -> payload.getBytes(US_ASCII));
  }
}
