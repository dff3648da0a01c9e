package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client over TCP. Messages follow their length in two bytes (RFC 1035 §4.2.2); any number may
 * be in flight (RFC 7766 §6.2.1.1), and they are answered in the order in which they came.
 *
 * <p>A client that does not read its answers gets no more of them, and some of its queries wait.
 * Its connection is closed when it sends too many queries. A connection is also closed when no
 * whole query has come for too long, or when the client has read nothing of a transfer for that
 * long.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger log = System.getLogger(TcpConnection.class.getName());

  private static final int LENGTH_BYTES = Short.BYTES;

  /**
   * The most bytes of queries that wait for a client to read, which is more than a thousand
   * queries. Reading goes on meanwhile (no auto-read), so that the end of the client's queries is
   * noticed.
   */
  private static final int MAX_WAITING = 128 * 1024;

  /** Each thread has one exchange for all its connections. */
  private static final FastThreadLocal<Exchange> exchanges =
      new FastThreadLocal<>() {
        @Override
        protected Exchange initialValue() {
          return new Exchange(Exchange.MAX_MESSAGE);
        }
      };

  private final Responder responder;
  private final InetAddress client;
  private final long idleNanos;
  private ByteBuf received = Unpooled.EMPTY_BUFFER;

  /** The rest of a transfer that is going on. */
  private Iterator<byte[]> following = Collections.emptyIterator();

  private long lastMessage;
  private @Nullable Future<?> idleTimer;
  private boolean inputEnded;

  TcpConnection(Responder responder, InetAddress client, Duration idle) {
    this.responder = responder;
    this.client = client;
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    lastMessage = now(context);
    watch(context, idleNanos);
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  private void watch(ChannelHandlerContext context, long nanos) {
    idleTimer = context.executor().schedule(() -> checkIdle(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle(ChannelHandlerContext context) {
    long left = lastMessage + idleNanos - now(context);
    if (left <= 0) {
      var unused = context.close();
    } else if (context.channel().isActive()) {
      watch(context, left);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      if (!received.isReadable()) {
        received.release();
        received = context.alloc().buffer(bytes.readableBytes());
      }
      received.discardSomeReadBytes().writeBytes(bytes);
    } finally {
      bytes.release();
    }
    answerReceived(context);
    if (received.readableBytes() > MAX_WAITING) {
      var unused = context.close();
    }
  }

  private void answerReceived(ChannelHandlerContext context) {
    boolean all = answerWhileWritable(context);
    context.flush();
    if (all && inputEnded) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Returns whether every query that has arrived whole is answered. */
  private boolean answerWhileWritable(ChannelHandlerContext context) {
    var exchange = exchanges.get();
    while (context.channel().isWritable()) {
      if (!putFollowing(exchange, context) && !answerNext(exchange, context)) {
        return true;
      }
      write(exchange, context);
    }
    return false;
  }

  private boolean putFollowing(Exchange exchange, ChannelHandlerContext context) {
    if (!following.hasNext()) {
      return false;
    }
    lastMessage = now(context);
    exchange.answered(following.next());
    return true;
  }

  /** Returns whether there was a query, and an answer to it. */
  private boolean answerNext(Exchange exchange, ChannelHandlerContext context) {
    int length = takeQuery(exchange.query());
    if (length < 0) {
      return false;
    }
    lastMessage = now(context);
    responder.answer(exchange.begin(length, Transport.TCP, client));
    following = exchange.following();
    if (exchange.answerLength() == 0) {
      // The client speaks another protocol.
      inputEnded = true;
      received.clear();
    }
    return exchange.answerLength() > 0;
  }

  /** Returns the length of the next query, or a negative number if it has not arrived whole. */
  private int takeQuery(byte[] query) {
    if (received.readableBytes() < LENGTH_BYTES) {
      return -1;
    }
    int length = received.getUnsignedShort(received.readerIndex());
    if (received.readableBytes() < LENGTH_BYTES + length) {
      return -1;
    }
    received.skipBytes(LENGTH_BYTES).readBytes(query, 0, length);
    return length;
  }

  /**
   * Writes length and message at once, because a client may take the first segment for the whole
   * (RFC 7766 §8).
   */
  private static void write(Exchange exchange, ChannelHandlerContext context) {
    int length = exchange.answerLength();
    var frame = context.alloc().buffer(LENGTH_BYTES + length);
    frame.writeShort(length).writeBytes(exchange.answer(), 0, length);
    var unused = context.write(frame, context.voidPromise());
  }

  /** Answers the queries that were received meanwhile, once the client has read. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      // This can be called from within the flush of answerReceived, so it is done later.
      context.executor().execute(() -> answerReceived(context));
    }
  }

  /** Notes that the client will ask no more, but goes on to read (RFC 7766 §6.2.4). */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      answerReceived(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.log(DEBUG, () -> "connection closed: " + cause);
    var unused = context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (idleTimer != null) {
      // Otherwise it would keep all this in memory until its time comes.
      idleTimer.cancel(false);
    }
    received.release();
    received = Unpooled.EMPTY_BUFFER;
  }
}
