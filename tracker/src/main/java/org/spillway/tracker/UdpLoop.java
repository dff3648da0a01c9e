package org.spillway.tracker;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The thread of the UDP socket; Netty starts it with the socket. */
final class UdpLoop implements AutoCloseable {
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final EventLoopGroup group;

  /**
   * @param epoll whether to use the system's own interface, or else the JDK's
   */
  UdpLoop(boolean epoll) {
    group =
        new MultiThreadIoEventLoopGroup(
            1, this::newThread, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  private Thread newThread(Runnable task) {
    var thread = new FastThreadLocalThread(task, "tracker-udp-1");
    threads.add(thread);
    return thread;
  }

  EventLoopGroup group() {
    return group;
  }

  /** Waits for the thread itself: Netty says that it has ended a moment before it has. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
