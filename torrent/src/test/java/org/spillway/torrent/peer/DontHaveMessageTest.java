package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DontHaveMessageTest {
  @Test
  void read_ofWhatWasWritten() throws Exception {
    long seed = 20261201;
    System.out.printf("DontHaveMessageTest seed %d%n", seed);
    var random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      var message = new DontHaveMessage(random.nextInt(Integer.MAX_VALUE));
      var extended = message.toMessage(7);
      assertThat(extended.id()).isEqualTo(7);
      assertThat(DontHaveMessage.read(extended.payload())).isEqualTo(message);
    }
  }

  @Test
  void read_ofAnotherLength() {
    for (int length : new int[] {0, 3, 5, 100}) {
      assertThatThrownBy(() -> DontHaveMessage.read(ByteBuffer.allocate(length)))
          .isInstanceOf(MalformedMessageException.class)
          .hasMessage("lt_donthave: %d bytes, expected 4".formatted(length));
    }
  }

  @Test
  void read_ofAPieceThatCannotBe() {
    assertThatThrownBy(() -> DontHaveMessage.read(ByteBuffer.allocate(4).putInt(0, -1)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("lt_donthave: piece 4294967295");
  }
}
