package org.spillway.client.helper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads the messages of the browser: a length of 32 bits in the machine's byte order, then as many
 * bytes of JSON. For use by one thread.
 */
final class MessageInput {
  /** The length of the longest message that is accepted, in bytes: a torrent in base64 fits. */
  static final int MAX_LENGTH = 16 * 1024 * 1024;

  private final InputStream in;

  MessageInput(InputStream in) {
    this.in = in;
  }

  /**
   * Waits for the next message.
   *
   * @return the message, or empty if the browser has closed its end between two messages
   * @throws LostFramingException if the message is too long or ends early
   */
  Optional<byte[]> next() throws IOException {
    byte[] head = in.readNBytes(Integer.BYTES);
    if (head.length == 0) {
      return Optional.empty();
    }
    if (head.length < Integer.BYTES) {
      throw new LostFramingException("The input ends within the length of a message.");
    }
    int length = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder()).getInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new LostFramingException(
          "A message has at most %d bytes, but this one is announced with %s."
              .formatted(MAX_LENGTH, Integer.toUnsignedString(length)));
    }
    // Grows with what comes: a length alone takes no memory.
    byte[] message = in.readNBytes(length);
    if (message.length < length) {
      throw new LostFramingException(
          "The input ends after %d of the %d bytes of a message."
              .formatted(message.length, length));
    }
    return Optional.of(message);
  }
}
