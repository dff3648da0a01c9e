package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The sender has received and verified one more piece (BEP 3).
 *
 * @param piece the piece, from 0; only the receiver knows how many there are
 */
public record Have(int piece) implements PeerMessage {
  static final int ID = 4;

  public Have {
    Payload.notNegative("have: piece", piece);
  }

  static Have read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("have", payload, Integer.BYTES);
    return new Have(payload.getInt());
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
