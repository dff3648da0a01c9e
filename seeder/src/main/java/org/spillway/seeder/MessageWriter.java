package org.spillway.seeder;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.PeerMessage;

/** What goes to one peer, blocks aside; used on the connection's event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class MessageWriter {
  /** Above this many unsent bytes, answers that a peer could do without are not given. */
  private static final int CROWDED = 256 * 1024;

  /** A peer that lets this many bytes of answers lie is asking without listening. */
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

  /** The future succeeds as soon as the last byte is in the system's hands. */
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

  /** Whether anything was sent since the last time this was asked. */
  boolean wroteSince() {
    boolean since = wrote;
    wrote = false;
    return since;
  }
}
