package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Answers a {@link HashRequest} (BEP 52).
 *
 * @param range the range of the request
 * @param hashes hashes of 32 bytes each: those of the base layer from left to right, then the uncle
 *     hashes from the bottom up; it shares its bytes with the buffer it was made from or read from
 */
public record Hashes(HashRange range, ByteBuffer hashes) implements PeerMessage {
  static final int ID = 22;

  public Hashes {
    if (hashes.remaining() % HashRange.HASH_LENGTH != 0) {
      throw new IllegalArgumentException(
          "hashes: %d bytes of hashes, expected a multiple of 32".formatted(hashes.remaining()));
    }
    hashes = hashes.slice();
  }

  static Hashes read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expectAtLeast("hashes", payload, HashRange.LENGTH);
    return new Hashes(HashRange.read(payload), payload);
  }

  /** Returns a view with a position of its own. */
  @Override
  public ByteBuffer hashes() {
    return hashes.duplicate();
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + HashRange.LENGTH + hashes.remaining();
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, HashRange.LENGTH + hashes.remaining());
    range.writeTo(out);
    out.put(hashes());
  }
}
