package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TcpConnectionTest {
  private static final long NONE = -1;

  /** A timer that is left would keep each closed connection in memory for so long. */
  @Test
  void close_leavesNoTimer() {
    var connection =
        new TcpConnection(
            TestTorrents.responder(), InetAddress.getLoopbackAddress(), Duration.ofDays(1));
    var channel = new EmbeddedChannel(connection);
    assertThat(channel.runScheduledPendingTasks()).isPositive();
    // The channel's own close() would take away all timers.
    var unused = channel.pipeline().close();
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NONE);
  }
}
