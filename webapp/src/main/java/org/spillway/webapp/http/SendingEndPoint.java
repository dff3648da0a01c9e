package org.spillway.webapp.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that may be silent for longer while the client accepts no data, because a player is
 * paused or a proxy is busy. Every byte that the client accepts starts the time anew.
 */
final class SendingEndPoint extends SocketChannelEndPoint {
  private final long sendTimeout;

  /**
   * @param sendTimeout the longest time in which a write makes no progress
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

  /** Returns the time in milliseconds. */
  @Override
  public long getIdleTimeout() {
    long idleTimeout = super.getIdleTimeout();
    return idleTimeout > 0 && getWriteFlusher().isPending()
        ? Math.max(idleTimeout, sendTimeout)
        : idleTimeout;
  }

  /**
   * Returns the time until the next check: the shorter one, because the write may be over by then.
   */
  @Override
  protected long checkIdleTimeout() {
    return Math.min(super.checkIdleTimeout(), super.getIdleTimeout());
  }
}
