package org.spillway.swarm.encryption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Applies a cipher to Netty's buffers. Whoever hands over a buffer gives up its bytes as well, and
 * so they are changed in their place; but those of a buffer that is read-only, or that has other
 * owners, are copied.
 */
final class BufferCipher {
  private BufferCipher() {}

  /**
   * Encrypts a message and writes it. The promise is that of the message, and as the message itself
   * goes on where it can, its reader index shows what the system has taken.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
  static void write(ChannelHandlerContext ctx, Rc4 cipher, Object message, ChannelPromise promise) {
    if (!(message instanceof ByteBuf bytes)) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(
          new UnsupportedOperationException(
              "only bytes can be encrypted, not a " + message.getClass().getName()));
    } else if (promise.setUncancellable()) {
      // Bytes that were encrypted must be sent, or the peer could not decrypt what follows.
      ctx.write(apply(cipher, bytes, bytes.readableBytes(), ctx.alloc()), promise);
    } else {
      bytes.release();
    }
  }

  /** Returns a buffer whose first bytes are encrypted or decrypted; takes over the one given. */
  static ByteBuf apply(Rc4 cipher, ByteBuf bytes, int length, ByteBufAllocator alloc) {
    var own = mayChange(bytes) ? bytes : copy(bytes, alloc);
    if (length > 0) {
      cipher.apply(own.internalNioBuffer(own.readerIndex(), length));
    }
    return own;
  }

  private static boolean mayChange(ByteBuf bytes) {
    return bytes.refCnt() == 1
        && bytes.nioBufferCount() == 1
        && !bytes.isReadOnly()
        && !bytes.internalNioBuffer(bytes.readerIndex(), 0).isReadOnly();
  }

  private static ByteBuf copy(ByteBuf bytes, ByteBufAllocator alloc) {
    try {
      return alloc.ioBuffer(bytes.readableBytes()).writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }
}
