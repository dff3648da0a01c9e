package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value or a MalformedMessageException, nothing else; and what is read is written back the same.
 */
class PeerMessageFuzzTest {

  @MethodSource("bodies")
  @FuzzTest
  void peerMessage(byte[] body) {
    try {
      var message = PeerMessage.read(ByteBuffer.wrap(body));
      var out = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(out);
      assertThat(out.flip().getInt()).isEqualTo(body.length);
      assertThat(out).isEqualTo(ByteBuffer.wrap(body));
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageContaining(": ");
    }
  }

  /** Some of each kind to begin with. */
  static Stream<byte[]> bodies() {
    var messages = new RandomMessages(new Random(1));
    return Stream.generate(messages::next).limit(100).map(PeerMessageFuzzTest::body);
  }

  private static byte[] body(PeerMessage message) {
    var out = ByteBuffer.allocate(message.encodedLength());
    message.writeTo(out);
    return Arrays.copyOfRange(out.array(), Integer.BYTES, out.capacity());
  }
}
