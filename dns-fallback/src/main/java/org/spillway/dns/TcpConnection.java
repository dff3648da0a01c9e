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
 * One client over TCP: messages after their length in two bytes (RFC 1035 §4.2.2), any number in
 * flight (RFC 7766 §6.2.1.1), answered in the order in which they came.
 *
 * <p>A client that does not read its answers gets no more of them, and may let some queries wait.
 * It is closed when it sends too many, or, like one that sends less than a whole query, once it has
 * been idle for too long, or has read nothing of a transfer for so long.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger log = System.getLogger(TcpConnection.class.getName());

  private static final int LENGTH_BYTES = Short.BYTES;

  /**
   * Bytes of queries that may wait for a client to read: more than a thousand queries. A limit
   * rather than no reading meanwhile (auto-read), so that the end of what it asks is seen.
   */
  private static final int MAX_WAITING = 128 * 1024;

  /** Each thread has one for all its connections. */
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

  /** The rest of a transfer that is under way. */
  private Iterator<byte[]> following = Collections.emptyIterator();

  private long lastMessage = System.nanoTime();
  private @Nullable Future<?> idleTimer;
  private boolean inputEnded;

  TcpConnection(Responder responder, InetAddress client, Duration idle) {
    this.responder = responder;
    this.client = client;
    this.idleNanos = idle.toNanos();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    watch(context, idleNanos);
  }

  private void watch(ChannelHandlerContext context, long nanos) {
    idleTimer = context.executor().schedule(() -> checkIdle(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void checkIdle(ChannelHandlerContext context) {
    long left = lastMessage + idleNanos - System.nanoTime();
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

  /** Whether every query that came whole is answered. */
  private boolean answerWhileWritable(ChannelHandlerContext context) {
    var exchange = exchanges.get();
    while (context.channel().isWritable()) {
      if (!putFollowing(exchange) && !answerNext(exchange)) {
        return true;
      }
      write(exchange, context);
    }
    return false;
  }

  private boolean putFollowing(Exchange exchange) {
    if (!following.hasNext()) {
      return false;
    }
    lastMessage = System.nanoTime();
    exchange.answered(following.next());
    return true;
  }

  /** Whether there was a query, and an answer to it. */
  private boolean answerNext(Exchange exchange) {
    int length = takeQuery(exchange.query());
    if (length < 0) {
      return false;
    }
    lastMessage = System.nanoTime();
    responder.answer(exchange.begin(length, Transport.TCP, client));
    following = exchange.following();
    if (exchange.answerLength() == 0) {
      // It speaks something else.
      inputEnded = true;
      received.clear();
    }
    return exchange.answerLength() > 0;
  }

  /** The length of the next query, or less than none if it has not come whole. */
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

  /** Length and message in one write: a client may take the first segment for all (RFC 7766 §8). */
  private static void write(Exchange exchange, ChannelHandlerContext context) {
    int length = exchange.answerLength();
    var frame = context.alloc().buffer(LENGTH_BYTES + length);
    frame.writeShort(length).writeBytes(exchange.answer(), 0, length);
    var unused = context.write(frame, context.voidPromise());
  }

  /** Queries that were received but not answered yet follow once the client has read. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      // Not here: this can be called from within the flush of answerReceived.
      context.executor().execute(() -> answerReceived(context));
    }
  }

  /** The client will ask no more, but reads on (RFC 7766 §6.2.4). */
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
      // Else it would keep all this in memory until it is due.
      idleTimer.cancel(false);
    }
    received.release();
    received = Unpooled.EMPTY_BUFFER;
  }
}
