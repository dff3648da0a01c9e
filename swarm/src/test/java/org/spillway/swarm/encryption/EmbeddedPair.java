package org.spillway.swarm.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Two channels without sockets, each of which receives what the other one sends. */
final class EmbeddedPair {
  final EmbeddedChannel dialler;
  final EmbeddedChannel accepter;

  /** Returns how many of so many bytes arrive together. */
  private final IntUnaryOperator portion;

  EmbeddedPair(ChannelHandler outgoing, ChannelHandler incoming, IntUnaryOperator portion) {
    this(new EmbeddedChannel(outgoing), new EmbeddedChannel(incoming), portion);
  }

  EmbeddedPair(EmbeddedChannel dialler, EmbeddedChannel accepter, IntUnaryOperator portion) {
    this.dialler = dialler;
    this.accepter = accepter;
    this.portion = portion;
  }

  /** Carries bytes to and fro until there are none. */
  void run() {
    boolean moved = true;
    while (moved) {
      dialler.runPendingTasks();
      accepter.runPendingTasks();
      moved = carry(dialler, accepter) || carry(accepter, dialler);
    }
  }

  private boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
    byte[] bytes = sent(from);
    for (int at = 0; at < bytes.length; ) {
      int length = portion.applyAsInt(bytes.length - at);
      if (to.isOpen()) {
        to.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
      }
      at += length;
    }
    return bytes.length > 0;
  }

  /** Takes the bytes that a channel has sent. */
  static byte[] sent(EmbeddedChannel from) {
    List<ByteBuf> parts = new ArrayList<>();
    for (ByteBuf part = from.readOutbound(); part != null; part = from.readOutbound()) {
      parts.add(part);
    }
    return bytes(parts);
  }

  /** Takes the bytes that the handlers behind those of the encryption would have read. */
  static byte[] read(EmbeddedChannel from) {
    List<ByteBuf> parts = new ArrayList<>();
    for (ByteBuf part = from.readInbound(); part != null; part = from.readInbound()) {
      parts.add(part);
    }
    return bytes(parts);
  }

  static byte[] bytes(List<ByteBuf> parts) {
    var all = Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new));
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes).release();
    return bytes;
  }
}
