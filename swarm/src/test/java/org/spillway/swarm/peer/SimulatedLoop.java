package org.spillway.swarm.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything of a simulated network on the thread that calls it, in the order of a time of its
 * own that passes only when nothing is left to do.
 */
final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private long now;

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long initialNanoTime() {
          return 0;
        }

        @Override
        public long nanoTime() {
          return now;
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
          throw new UnsupportedOperationException("time passes by itself");
        }
      };

  long now() {
    return now;
  }

  /** Lets time pass until a condition holds; returns false if it does not within a time. */
  boolean runUntil(BooleanSupplier condition, long nanos) {
    long end = now + nanos;
    while (!condition.getAsBoolean() && now <= end) {
      if (!runTasks()) {
        return condition.getAsBoolean();
      }
    }
    return condition.getAsBoolean();
  }

  /** Runs all that is due now, or goes on to the next time at which something is. */
  private boolean runTasks() {
    var task = tasks.poll();
    if (task == null) {
      task = pollScheduledTask(now);
    }
    if (task != null) {
      task.run();
      return true;
    }
    long next = nextScheduledTaskNano();
    if (next < 0) {
      return false;
    }
    now += next;
    return true;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return true;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public @Nullable EventLoopGroup parent() {
    return null;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, this));
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    promise.channel().unsafe().register(this, promise);
    return promise;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<?> terminationFuture() {
    throw new UnsupportedOperationException();
  }

  @Override
  @Deprecated
  public void shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
