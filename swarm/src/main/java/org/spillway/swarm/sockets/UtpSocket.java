package org.spillway.swarm.sockets;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.utp.UtpConnection;
import org.spillway.swarm.utp.UtpEndpoint;
import org.spillway.swarm.utp.UtpListener;

/**
 * Handles all connections over one UDP socket, as the last handler of its channel. All of them live
 * on the socket's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
public final class UtpSocket extends ChannelInboundHandlerAdapter implements UtpChannel.Socket {
  private static final System.Logger log = System.getLogger(UtpSocket.class.getName());

  private final Channel channel;
  private final Supplier<ChannelHandler> initializer;
  private final DatagramBatch batch;
  private final UtpEndpoint endpoint;
  private final Set<UtpChannel> reading = new LinkedHashSet<>();
  private boolean flushing;
  private boolean ticking;

  /**
   * Takes over the channel.
   *
   * @param channel the channel of datagrams, which is bound or about to be bound
   * @param initializer makes the first handler of each connection that others begin
   */
  public UtpSocket(Channel channel, Supplier<ChannelHandler> initializer) {
    this.channel = channel;
    this.initializer = initializer;
    this.batch = new DatagramBatch(channel);
    this.endpoint = new UtpEndpoint(batch, System::nanoTime, new SecureRandom(), this::accepted);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  /**
   * Begins a connection. Must be called on the event loop.
   *
   * @param first the first handler of the connection
   * @return a future that succeeds when the connection is made
   */
  public ChannelFuture dial(InetSocketAddress remote, ChannelHandler first) {
    var dialled = new UtpChannel(this, remote);
    dialled.pipeline().addLast(first);
    return channel.eventLoop().register(dialled).isSuccess()
        ? dialled.connect(remote).addListener(ChannelFutureListener.CLOSE_ON_FAILURE)
        : dialled.newFailedFuture(new IllegalStateException("the seeder is closing"));
  }

  @Override
  public UtpConnection connect(InetSocketAddress remote, UtpListener listener) {
    var connection = endpoint.connect(remote, listener);
    flushSoon();
    return connection;
  }

  private UtpListener accepted(UtpConnection connection) {
    var accepted = new UtpChannel(this, connection);
    accepted.pipeline().addLast(initializer.get());
    channel.eventLoop().register(accepted);
    return accepted.listener();
  }

  @Override
  public void reading(UtpChannel reader) {
    reading.add(reader);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof DatagramPacket packet) {
        endpoint.received(packet.sender(), packet.content().nioBuffer());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading.forEach(UtpChannel::readComplete);
    reading.clear();
    flush();
  }

  /** Sends in one go what is written in one round of the event loop. */
  @Override
  public void flushSoon() {
    if (!flushing) {
      flushing = true;
      channel.eventLoop().execute(this::flush);
    }
  }

  private void flush() {
    flushing = true;
    endpoint.flush();
    flushing = false;
    batch.flush();
    tickSoon();
  }

  private void tickSoon() {
    if (!ticking && !endpoint.isIdle()) {
      ticking = true;
      channel.eventLoop().schedule(this::tick, UtpEndpoint.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking = false;
    endpoint.tick();
    flush();
  }

  /** Ends the connections that are left, and the socket. */
  public void close() {
    channel.eventLoop().execute(this::end);
    channel.closeFuture().awaitUninterruptibly();
  }

  private void end() {
    endpoint.close();
    batch.flush();
    channel.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, @Nullable Throwable cause) {
    // An unreachable port ends here, for example; the connection notices by itself.
    log.log(DEBUG, () -> "UDP port " + channel.localAddress() + ": " + cause);
  }
}
