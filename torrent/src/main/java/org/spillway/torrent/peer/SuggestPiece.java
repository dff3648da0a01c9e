package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Advises the receiver to request this piece next, because it is in the sender's cache (BEP 6).
 *
 * @param piece the piece, from 0; only the receiver knows how many there are
 */
public record SuggestPiece(int piece) implements PeerMessage {
  static final int ID = 13;

  public SuggestPiece {
    Payload.notNegative("suggest piece: piece", piece);
  }

  static SuggestPiece read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("suggest piece", payload, Integer.BYTES);
    return new SuggestPiece(payload.getInt());
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
