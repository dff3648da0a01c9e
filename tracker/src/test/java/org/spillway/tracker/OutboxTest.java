package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {
  private final FakeChannel channel = new FakeChannel();
  private final Outbox outbox = new Outbox(channel);

  @Test
  void send_oneAtATime_inOrder() {
    channel.isSlow = true;
    send("one", "two", "three");
    assertThat(channel.sent).containsExactly("one");
    assertThat(outbox.isBusy()).isTrue();
    channel.untaken.remove().run();
    assertThat(channel.sent).containsExactly("one", "two");
    channel.untaken.remove().run();
    channel.untaken.remove().run();
    assertThat(channel.sent).containsExactly("one", "two", "three");
    assertThat(outbox.isBusy()).isFalse();
  }

  /** The channel takes each within the call: a thousand must not be a thousand calls deep. */
  @Test
  void send_manyTakenAtOnce_afterASlowOne() {
    channel.isSlow = true;
    send("slow");
    for (int i = 0; i < 100_000; i++) {
      send("x");
    }
    channel.isSlow = false;
    channel.untaken.remove().run();
    assertThat(channel.sent).hasSize(100_001);
    assertThat(outbox.isBusy()).isFalse();
  }

  @Test
  void send_toAPeerThatDoesNotRead_closesTheSocket() {
    channel.isSlow = true;
    byte[] message = new byte[Outbox.MOST_BYTES / 4];
    for (int i = 0; i < 6; i++) {
      outbox.send(message);
    }
    assertThat(channel.closed).containsExactly(WebSocketChannel.POLICY_VIOLATION);
    channel.untaken.remove().run();
    assertThat(channel.sent).hasSize(1);
  }

  @Test
  void send_afterClose_doesNothing() {
    outbox.close();
    send("one");
    assertThat(channel.sent).isEmpty();
  }

  private void send(String... messages) {
    for (String message : messages) {
      outbox.send(message.getBytes(UTF_8));
    }
  }
}
