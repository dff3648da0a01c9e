package org.spillway.webapp.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that may be silent for longer while the client takes nothing of what is sent to it:
 * a player is paused, or a proxy is busy with what it has. Every byte that the client takes starts
 * the time anew.
 */
final class SendingEndPoint extends SocketChannelEndPoint {
  private final long sendTimeout;

  /**
   * @param sendTimeout how long a write may make no progress
   */
  SendingEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Duration sendTimeout) {
    super(channel, selector, key, scheduler);
    this.sendTimeout = sendTimeout.toMillis();
  }

  /** In milliseconds. */
  @Override
  public long getIdleTimeout() {
    long idleTimeout = super.getIdleTimeout();
    return idleTimeout > 0 && getWriteFlusher().isPending()
        ? Math.max(idleTimeout, sendTimeout)
        : idleTimeout;
  }

  /** Looks again after the shorter time, because the write may be over by then. */
  @Override
  protected long checkIdleTimeout() {
    return Math.min(super.checkIdleTimeout(), super.getIdleTimeout());
  }
}
