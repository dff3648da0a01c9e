package org.spillway.seeder;

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

/**
 * Cuts what a peer sends into its handshake and its messages. They are handed over one by one while
 * their bytes still lie in the read buffer, so that nothing is copied.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  /**
   * The longest message that is worth waiting for: a peer that announces more would have us keep as
   * much memory for it. Long enough for a bitfield of a million pieces; blocks do not come here.
   * Longer messages of extensions are passed over as they come.
   */
  static final int MAX_LENGTH = 128 * 1024;

  /** The length of the protocol's name, which comes first (BEP 3). */
  private static final int FIRST_BYTE = 19;

  interface Receiver {
    void received(Handshake handshake) throws MalformedMessageException;

    /**
     * @param message not to be kept: its payload is gone when this returns
     */
    void received(PeerMessage message) throws MalformedMessageException;
  }

  private final Receiver receiver;
  private boolean handshaken;
  private boolean paused;

  /** Of a message that is passed over, in bytes. */
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
   * Hands nothing over until {@link #resume}; a peer that sends more than the longest message
   * meanwhile loses its connection. Reading goes on: the end of what the peer sends would not be
   * seen otherwise, and epoll cannot read again from a connection that ended while it did not.
   */
  void pause() {
    paused = true;
  }

  /** What came in the meantime is handed over first. */
  void resume() {
    paused = false;
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

  private static void checkWaiting(int bytes) throws MalformedMessageException {
    if (bytes > Integer.BYTES + MAX_LENGTH) {
      throw new MalformedMessageException(
          "handshake: %d bytes after it, without waiting for the answer".formatted(bytes));
    }
  }

  private void decodeHandshake(ByteBuf in) throws MalformedMessageException {
    if (in.isReadable() && in.getByte(in.readerIndex()) != FIRST_BYTE) {
      throw new MalformedMessageException("handshake: not of the BitTorrent protocol");
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
    receiver.received(PeerMessage.read(body));
  }

  /** An extension sets no limit to its messages, so these are no reason to part (BEP 10). */
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

  /** What is left when the connection ends is of no use. */
  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {}
}
