package org.spillway.swarm.utp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ends talk while somebody between them does to their packets whatever the bytes say. */
class ConversationFuzzTest {

  @MethodSource("changes")
  @FuzzTest
  void conversation(byte[] changes) {
    var talk = new TappedConversation();
    talk.begin();
    talk.tamper(changes);
    talk.assertOnlyWhatWasSent();
    talk.close();
    talk.assertIdleInTheEnd();
  }

  static Stream<byte[]> changes() {
    byte[] each = new byte[4 * TappedConversation.CHANGES];
    for (int i = 0; i < each.length; i += 4) {
      each[i] = (byte) (i / 4);
      each[i + 1] = 16;
      each[i + 2] = 1;
      each[i + 3] = (byte) 0x80;
    }
    return Stream.of(new byte[0], new byte[400], each);
  }

  @Test
  void randomChanges() {
    long seed = new Random().nextLong();
    System.out.println("ConversationFuzzTest seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] changes = new byte[4 * (1 + random.nextInt(200))];
      random.nextBytes(changes);
      conversation(changes);
    }
  }
}
