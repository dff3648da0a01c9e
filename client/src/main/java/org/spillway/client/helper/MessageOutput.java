package org.spillway.client.helper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Messages to the browser, framed as in {@link MessageInput}. Safe for use by many threads; a
 * browser that does not read makes them wait.
 */
final class MessageOutput {
  /** Browsers accept no longer message from a host, in bytes. */
  static final int MAX_LENGTH = 1024 * 1024;

  private final OutputStream out;

  MessageOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * @throws IllegalArgumentException if the message is longer than browsers accept
   */
  synchronized void write(byte[] message) throws IOException {
    if (message.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a message to the browser has at most %d bytes, not %d"
              .formatted(MAX_LENGTH, message.length));
    }
    var framed = ByteBuffer.allocate(Integer.BYTES + message.length).order(ByteOrder.nativeOrder());
    framed.putInt(message.length).put(message);
    out.write(framed.array());
    out.flush();
  }
}
