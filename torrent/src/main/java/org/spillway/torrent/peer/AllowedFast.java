package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The receiver may request this piece even while it is choked (BEP 6).
 *
 * @param piece the piece, from 0; only the receiver knows how many there are
 * @see AllowedFastSet
 */
public record AllowedFast(int piece) implements PeerMessage {
  static final int ID = 17;

  public AllowedFast {
    Payload.notNegative("allowed fast: piece", piece);
  }

  static AllowedFast read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("allowed fast", payload, Integer.BYTES);
    return new AllowedFast(payload.getInt());
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + Integer.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, Integer.BYTES);
    out.putInt(piece);
  }
}
