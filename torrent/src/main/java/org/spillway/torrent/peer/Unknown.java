package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * A message that this implementation does not know; a receiver ignores it.
 *
 * @param id at most 255: an id that no other message has, or that of an {@link Extended} without
 *     its own id
 * @param payload the payload, which shares its bytes with the buffer it was made from or read from
 */
public record Unknown(int id, ByteBuffer payload) implements PeerMessage {

  public Unknown {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("a message's id is 0 to 255, not " + id);
    }
    payload = payload.slice();
  }

  /** Returns a view with a position of its own. */
  @Override
  public ByteBuffer payload() {
    return payload.duplicate();
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + payload.remaining();
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, id, payload.remaining());
    out.put(payload());
  }
}
