package org.spillway.client.helper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes messages to the browser, framed as in {@link MessageInput}. Safe for use by many threads,
 * which wait if the browser does not read.
 */
final class MessageOutput {
  /** The length of the longest message that browsers accept, in bytes. */
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
