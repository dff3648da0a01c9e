package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a connection in a simulated network. */
final class SimulatedChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  /** The bytes that a link takes of one connection before they have arrived. */
  private static final int IN_FLIGHT = 64 * 1024;

  private static final int CHUNK = 16 * 1024;

  private final SimulatedLink link;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private @Nullable SimulatedChannel other;
  private boolean open = true;
  private int inFlight;

  /**
   * @param link carries the bytes of this end
   */
  SimulatedChannel(SimulatedLink link, InetSocketAddress local, InetSocketAddress remote) {
    super(null);
    this.link = link;
    this.local = local;
    this.remote = remote;
  }

  void connect(SimulatedChannel with) {
    other = with;
  }

  private void deliver(ByteBuf bytes, SimulatedChannel sender) {
    int length = bytes.readableBytes();
    if (isActive()) {
      pipeline().fireChannelRead(bytes);
      pipeline().fireChannelReadComplete();
    } else {
      bytes.release();
    }
    sender.arrived(length);
  }

  private void arrived(int length) {
    inFlight -= length;
    if (isActive()) {
      ((Unsafe) unsafe()).goOn();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    while (inFlight < IN_FLIGHT && out.current() instanceof ByteBuf bytes) {
      int length = Math.min(CHUNK, bytes.readableBytes());
      var copy = alloc().heapBuffer(length, length).writeBytes(bytes, bytes.readerIndex(), length);
      out.removeBytes(length);
      inFlight += length;
      var to = other;
      if (to == null) {
        throw new IllegalStateException("not connected");
      }
      long delay = link.delay(length, to.link);
      schedule(() -> to.deliver(copy, this), delay);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the simulation ends with what is left
  private void schedule(Runnable task, long nanos) {
    eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
  protected void doClose() {
    open = false;
    var to = other;
    if (to != null && to.open) {
      schedule(to::close, link.latency());
    }
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new Unsafe();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  protected void doBind(SocketAddress address) {}

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doBeginRead() {}

  private final class Unsafe extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
      throw new UnsupportedOperationException("it is connected from the beginning");
    }

    private void goOn() {
      flush0();
    }
  }
}
