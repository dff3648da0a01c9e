package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.Host;

class HostTurnsTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final HostTurns turns = new HostTurns();
  private final List<String> done = new ArrayList<>();

  private void await(String host, String name) throws UnknownHostException {
    await(host, () -> done.add(name));
  }

  private void await(String host, Runnable task) throws UnknownHostException {
    turns.await(channel.eventLoop(), Host.of(InetAddress.getByName(host)), task);
  }

  private void runAll() {
    while (channel.runScheduledPendingTasks() >= 0) {
      channel.runPendingTasks();
    }
  }

  @Test
  void await_hostsTakeTurns() throws Exception {
    await("10.0.0.1", "a1");
    await("10.0.0.1", "a2");
    await("10.0.0.1", "a3");
    await("10.0.0.2", "b1");
    await("10.0.0.2", "b2");
    assertThat(done).isEmpty();
    runAll();
    assertThat(done).containsExactly("a1", "b1", "a2", "b2", "a3");
  }

  @Test
  void await_taskThatWaitsAgain_nextTurn() throws Exception {
    await(
        "10.0.0.1",
        () -> {
          done.add("a1");
          try {
            await("10.0.0.1", "a2");
          } catch (UnknownHostException e) {
            throw new AssertionError(e);
          }
        });
    await("10.0.0.2", "b1");
    runAll();
    assertThat(done).containsExactly("a1", "b1", "a2");
  }
}
