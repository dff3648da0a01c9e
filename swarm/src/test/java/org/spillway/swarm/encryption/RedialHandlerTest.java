package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the end of the channel is what counts
class RedialHandlerTest {
  private final AtomicInteger redials = new AtomicInteger();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(StreamEncryption.redialling(redials::incrementAndGet));

  /** Ends the channel as a socket does whose peer has closed it. */
  private void endByPeer() {
    channel.unsafe().close(channel.voidPromise());
    channel.runPendingTasks();
  }

  @Test
  void endByThePeer_withoutAByte_redials() {
    channel.writeOutbound(Unpooled.copiedBuffer(new byte[68]));
    endByPeer();
    assertThat(redials).hasValue(1);
  }

  @Test
  void reset_redialsOnce() {
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    endByPeer();
    assertThat(redials).hasValue(1);
  }

  @Test
  void endByThePeer_afterAByte_doesNot() {
    channel.writeInbound(Unpooled.copiedBuffer(new byte[1]));
    endByPeer();
    assertThat(redials).hasValue(0);
  }

  @Test
  void endByUs_doesNot() {
    channel.close();
    channel.runPendingTasks();
    assertThat(redials).hasValue(0);
  }
}
