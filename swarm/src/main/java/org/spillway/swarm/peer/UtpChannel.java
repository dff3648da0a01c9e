package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.utp.UtpConnection;
import org.spillway.swarm.utp.UtpListener;

/**
 * A connection over uTP, which looks to its handlers like one over TCP. It lives on the event loop
 * of its socket, and reads all the time.
 */
final class UtpChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private enum State {
    NEW,
    CONNECTED,
    CLOSED
  }

  /** The socket below, as its connections see it; used on its event loop only. */
  interface Socket {
    /** Returns the channel of datagrams. */
    Channel channel();

    /** Begins a connection by uTP; the listener hears what comes of it. */
    UtpConnection connect(InetSocketAddress remote, UtpListener listener);

    /** Notes that a channel has read something, and must hear when the batch has been read. */
    void reading(UtpChannel reader);

    /** Sends what was written when this round of the event loop ends. */
    void flushSoon();
  }

  private final Socket socket;
  private final InetSocketAddress remote;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private volatile State state;
  private @Nullable UtpConnection connection;
  private @Nullable ChannelPromise connecting;
  private boolean hasRead;

  /** Makes a channel that is not connected yet; {@link #connect} connects it. */
  UtpChannel(Socket socket, InetSocketAddress remote) {
    super(socket.channel());
    this.socket = socket;
    this.remote = remote;
    this.state = State.NEW;
  }

  /** Makes a channel of a connection that was accepted. */
  UtpChannel(Socket socket, UtpConnection accepted) {
    super(socket.channel());
    this.socket = socket;
    this.remote = accepted.remote();
    this.connection = accepted;
    this.state = State.CONNECTED;
  }

  UtpListener listener() {
    return new Listener();
  }

  /** Tells the handlers that a batch of datagrams has been read. */
  void readComplete() {
    if (hasRead) {
      hasRead = false;
      pipeline().fireChannelReadComplete();
    }
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isOpen() {
    return state != State.CLOSED;
  }

  @Override
  public boolean isActive() {
    return state == State.CONNECTED;
  }

  @Override
  protected Unsafe newUnsafe() {
    return new Unsafe();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop == parent().eventLoop();
  }

  @Override
  protected SocketAddress localAddress0() {
    return parent().localAddress();
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException("the socket is bound already");
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  /** Closes the connection; what was written before is still sent. */
  @Override
  protected void doClose() {
    state = State.CLOSED;
    if (connecting != null) {
      connecting.tryFailure(new ClosedChannelException());
    }
    if (connection != null) {
      connection.close();
      socket.flushSoon();
    }
  }

  @Override
  protected void doBeginRead() {}

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException("a connection takes bytes, not " + message.getClass());
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    boolean tookAll = true;
    while (tookAll && connection != null && out.current() instanceof ByteBuf bytes) {
      int length = bytes.readableBytes();
      int taken = connection.write(bytes.nioBuffer());
      out.removeBytes(taken);
      tookAll = taken == length;
    }
    socket.flushSoon();
  }

  /** Gives the pipeline its operations. */
  final class Unsafe extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
      if (promise.setUncancellable() && ensureOpen(promise)) {
        connecting = promise;
        connection = socket.connect(remote, listener());
      }
    }

    private void writeMore() {
      flush0();
    }
  }

  private final class Listener implements UtpListener {
    @Override
    public void connected() {
      state = State.CONNECTED;
      if (connecting != null) {
        connecting.trySuccess();
        connecting = null;
      }
      pipeline().fireChannelActive();
    }

    @Override
    public void received(ByteBuffer data) {
      if (!hasRead) {
        hasRead = true;
        socket.reading(UtpChannel.this);
      }
      pipeline().fireChannelRead(alloc().buffer(data.remaining()).writeBytes(data));
    }

    @Override
    public void receivedAll() {
      readComplete();
      unsafe().close(voidPromise());
    }

    @Override
    public void writable() {
      ((Unsafe) unsafe()).writeMore();
    }

    @Override
    public void failed(String why) {
      if (connecting != null) {
        connecting.tryFailure(new ConnectException(remote + ": " + why));
        connecting = null;
      }
      unsafe().close(voidPromise());
    }
  }
}
