package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerMessageRoundTripTest {
  private static final long SEED = 20_260_101;

  @Test
  void read_whatWasWritten_givesTheMessage() throws Exception {
    var messages = new RandomMessages(new Random(SEED));
    for (int i = 0; i < 20_000; i++) {
      var message = messages.next();
      var wire = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(wire);
      wire.flip();

      assertThat(wire.getInt()).isEqualTo(wire.remaining());
      assertThat(PeerMessage.read(wire)).as("message %d of seed %d", i, SEED).isEqualTo(message);
    }
  }

  @Test
  void read_cutAnywhere_isAMessageOrMalformed() {
    var messages = new RandomMessages(new Random(SEED));
    for (int i = 0; i < 2_000; i++) {
      var message = messages.next();
      var wire = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(wire);
      wire.flip().position(Integer.BYTES);
      for (int end = Integer.BYTES; end < Math.min(wire.capacity(), 100); end++) {
        readCut(wire.duplicate().limit(end), i);
      }
    }
  }

  private static void readCut(ByteBuffer body, int i) {
    int length = body.remaining();
    try {
      var message = PeerMessage.read(body);
      assertThat(message.encodedLength())
          .as("message %d of seed %d, cut to %d bytes", i, SEED, length)
          .isEqualTo(Integer.BYTES + length);
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
