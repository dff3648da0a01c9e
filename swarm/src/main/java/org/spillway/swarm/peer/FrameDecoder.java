package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;

/**
 * Splits the bytes of a peer into its handshake and its messages. Each is handed over while its
 * bytes still lie in the read buffer, so that nothing is copied.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  /**
   * The longest message that is kept, in bytes: a peer that announces a longer one would make us
   * reserve as much memory. It is long enough for a bitfield of a million pieces; blocks are never
   * received. Longer messages of extensions are skipped as they arrive.
   */
  static final int MAX_LENGTH = 128 * 1024;

  /** The first byte of a handshake: the length of the protocol's name (BEP 3). */
  private static final int FIRST_BYTE = 19;

  /** The number of messages that are handed over at a time; long blocks do not count. */
  static final int BATCH = 64;

  /**
   * The length in bytes from which a block does not count in a batch: what is read at a time holds
   * few of them, and a seed sends more than a batch before it is asked again.
   */
  private static final int LONG_BLOCK = 8 * 1024;

  interface Receiver {
    void received(Handshake handshake) throws MalformedMessageException;

    /**
     * Takes a message.
     *
     * @param message the message, whose payload is valid only until this method returns
     */
    void received(PeerMessage message) throws MalformedMessageException;

    /** Returns how many bytes the peer may send because we have asked for them. */
    long expectedBytes();

    /** Hears that a batch has ended: nothing more is handed over until {@link #resume}. */
    void batchEnded();
  }

  private final Receiver receiver;
  private boolean handshaken;
  private boolean paused;

  /** The number of messages that were handed over in this batch. */
  private int handedOver;

  /** The number of bytes of a message that are still to be skipped. */
  private int toSkip;

  private @Nullable ChannelHandlerContext context;

  FrameDecoder(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /**
   * Holds back what arrives until {@link #resume}. A peer that meanwhile sends more than the
   * longest message and what we have asked for loses its connection. Reading goes on, because the
   * end of the connection would otherwise go unnoticed: epoll cannot read again from a connection
   * that ended while nobody read.
   */
  void pause() {
    paused = true;
  }

  /** Hands over what arrived in the meantime, then everything that follows. */
  void resume() {
    paused = false;
    handedOver = 0;
    if (context != null) {
      context.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER).fireChannelReadComplete();
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws MalformedMessageException {
    if (!ctx.channel().isActive()) {
      return;
    }
    if (paused) {
      checkWaiting(in.readableBytes());
    } else if (toSkip > 0) {
      skip(in);
    } else if (handshaken) {
      decodeMessage(in);
    } else {
      decodeHandshake(in);
    }
  }

  private void checkWaiting(int bytes) throws MalformedMessageException {
    if (bytes > Integer.BYTES + MAX_LENGTH + receiver.expectedBytes()) {
      throw new MalformedMessageException(
          "the peer sent %d bytes without waiting for an answer".formatted(bytes));
    }
  }

  private void decodeHandshake(ByteBuf in) throws MalformedMessageException {
    if (in.isReadable() && in.getByte(in.readerIndex()) != FIRST_BYTE) {
      throw new MalformedMessageException("handshake: the protocol is not BitTorrent");
    }
    if (in.readableBytes() < Handshake.LENGTH) {
      return;
    }
    handshaken = true;
    var bytes = in.internalNioBuffer(in.readerIndex(), Handshake.LENGTH);
    in.skipBytes(Handshake.LENGTH);
    receiver.received(Handshake.read(bytes));
  }

  private void decodeMessage(ByteBuf in) throws MalformedMessageException {
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 0 || length > MAX_LENGTH) {
      passOver(length, in);
      return;
    }
    if (in.readableBytes() < Integer.BYTES + length) {
      return;
    }
    var body = in.internalNioBuffer(in.readerIndex() + Integer.BYTES, length);
    in.skipBytes(Integer.BYTES + length);
    var message = PeerMessage.read(body);
    receiver.received(message);
    if (!(message instanceof Piece) || length < LONG_BLOCK) {
      count();
    }
  }

  private void count() {
    handedOver++;
    if (handedOver == BATCH) {
      pause();
      receiver.batchEnded();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (!paused) {
      handedOver = 0;
    }
    super.channelReadComplete(ctx);
  }

  /**
   * Skips a message of an extension. No limit to their length is defined, so a long one is no
   * reason to close the connection (BEP 10).
   */
  private void passOver(int length, ByteBuf in) throws MalformedMessageException {
    if (length < 0 || length > PeerMessage.MAX_LENGTH) {
      throw tooLong(length);
    }
    if (in.readableBytes() < PeerMessage.HEADER_LENGTH) {
      return;
    }
    if (in.getUnsignedByte(in.readerIndex() + Integer.BYTES) != Extended.ID) {
      throw tooLong(length);
    }
    in.skipBytes(Integer.BYTES);
    toSkip = length;
  }

  private static MalformedMessageException tooLong(int length) {
    return new MalformedMessageException(
        "a message of %s bytes, expected at most %d"
            .formatted(Integer.toUnsignedString(length), MAX_LENGTH));
  }

  private void skip(ByteBuf in) {
    int length = Math.min(toSkip, in.readableBytes());
    in.skipBytes(length);
    toSkip -= length;
  }

  /** Ignores the incomplete message that is left when the connection ends. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {}
}
