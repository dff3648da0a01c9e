package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * A message of an extension (BEP 10).
 *
 * @param id {@link #HANDSHAKE}, or the number that the receiver gave the extension in its {@link
 *     ExtendedHandshake}; at most 255
 * @param payload the payload, which shares its bytes with the buffer it was made from or read from
 */
public record Extended(int id, ByteBuffer payload) implements PeerMessage {
  /** The id under which an {@link ExtendedHandshake} is sent. */
  public static final int HANDSHAKE = 0;

  /** The id of the message itself (BEP 10). */
  public static final int ID = 20;

  public Extended {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("extended: id 0 to 255, not " + id);
    }
    payload = payload.slice();
  }

  /** Reads the message; without an id it belongs to no extension, and is unknown. */
  static PeerMessage read(ByteBuffer payload) {
    if (!payload.hasRemaining()) {
      return new Unknown(ID, payload);
    }
    return new Extended(Byte.toUnsignedInt(payload.get()), payload);
  }

  /** Returns a view with a position of its own. */
  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + 1 + payload.remaining();
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, 1 + payload.remaining());
    out.put((byte) id).put(payload());
  }
}
