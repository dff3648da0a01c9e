package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The message of the extension {@value #EXTENSION}: the sender does not have a piece any more that
 * it had (BEP 54).
 *
 * @param piece the index of the piece
 */
public record DontHaveMessage(int piece) {
  /** The extension's name in an {@link ExtendedHandshake}. */
  public static final String EXTENSION = "lt_donthave";

  public DontHaveMessage {
    if (piece < 0) {
      throw new IllegalArgumentException("%s: piece %d".formatted(EXTENSION, piece));
    }
  }

  /**
   * Reads a message.
   *
   * @param payload the payload of an {@link Extended} with the extension's id
   * @throws MalformedMessageException if it is not one index
   */
  public static DontHaveMessage read(ByteBuffer payload) throws MalformedMessageException {
    if (payload.remaining() != Integer.BYTES) {
      throw new MalformedMessageException(
          "%s: %d bytes, expected 4".formatted(EXTENSION, payload.remaining()));
    }
    int piece = payload.getInt();
    if (piece < 0) {
      throw new MalformedMessageException(
          "%s: piece %s".formatted(EXTENSION, Integer.toUnsignedString(piece)));
    }
    return new DontHaveMessage(piece);
  }

  /**
   * Returns the message of the extension.
   *
   * @param id the number that the receiver gave the extension
   */
  public Extended toMessage(int id) {
    return new Extended(id, ByteBuffer.allocate(Integer.BYTES).putInt(0, piece));
  }
}
