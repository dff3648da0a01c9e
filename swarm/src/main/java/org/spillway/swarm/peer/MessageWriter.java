package org.spillway.swarm.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;

/**
 * Writes messages to one peer; blocks are written beside them. Used on the connection's event loop
 * only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class MessageWriter {
  /** The number of unsent bytes above which optional answers are not given. */
  private static final int CROWDED = 256 * 1024;

  /**
   * The number of unsent bytes at which a peer is disconnected: it asks without reading the
   * answers.
   */
  private static final int OVERFLOWING = 2 * CROWDED;

  private final Channel channel;
  private int unsent;
  private boolean unflushed;
  private boolean flushing;
  private boolean wrote;

  MessageWriter(Channel channel) {
    this.channel = channel;
  }

  void send(Handshake handshake) {
    var out = channel.alloc().ioBuffer(Handshake.LENGTH);
    handshake.writeTo(out.internalNioBuffer(0, Handshake.LENGTH));
    write(out.writerIndex(Handshake.LENGTH));
  }

  void send(PeerMessage message) {
    int length = message.encodedLength();
    var out = channel.alloc().ioBuffer(length);
    message.writeTo(out.internalNioBuffer(0, length));
    write(out.writerIndex(length));
  }

  private void write(ByteBuf bytes) {
    int length = bytes.readableBytes();
    unsent += length;
    unflushed = true;
    wrote = true;
    channel.write(bytes).addListener(written -> unsent -= length);
    if (unsent > OVERFLOWING) {
      channel.close();
    }
  }

  boolean isCrowded() {
    return unsent > CROWDED;
  }

  /** Sends blocks. The returned future succeeds as soon as the system has taken the last byte. */
  ChannelFuture sendBlocks(ByteBuf blocks) {
    unflushed = false;
    wrote = true;
    return channel.writeAndFlush(blocks);
  }

  /**
   * Flushes after what the event loop does now: once for all messages that a burst of others calls
   * for.
   */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      channel
          .eventLoop()
          .execute(
              () -> {
                flushing = false;
                flush();
              });
    }
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      channel.flush();
    }
  }

  /** Returns whether anything was sent since this method was last called. */
  boolean wroteSince() {
    boolean since = wrote;
    wrote = false;
    return since;
  }
}
